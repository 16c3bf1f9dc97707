#pragma once

#include "intake/ipp/operation.h"

#include <string>

// The URIs of answers, as the client of a call can reach them.
namespace platen::intake::ipp {

std::string printer_uri(const Call& call, const job::Printer& printer);
// Under its printer's URI; under "/jobs" when that printer is gone.
std::string job_uri(const Call& call, const job::Job& job);
std::string system_uri(const Call& call);
// "http://HOST:PORT/PATH" or "https://..."; `path` begins with "/".
std::string web_uri(const Call& call, std::string_view path);

} // namespace platen::intake::ipp
