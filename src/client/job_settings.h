#pragma once

#include "model/model.h"
#include "wire/ipp/message.h"

#include <ctime>

namespace platen::client {

// Adds what a person said (-o NAME=VALUE) to a request that makes or changes a job of `printer`, an
// answer to Get-Printer-Attributes. Errors: those of add_option().
Result<void> add_job_settings(platen::ipp::Message& request, const platen::ipp::Message& printer,
                              const model::Options& settings, std::time_t now);

} // namespace platen::client
