#pragma once

#include "wire/ipp/message.h"

#include <ctime>
#include <string>

namespace platen::client {

// Adds one setting that a person gave (-o NAME=VALUE) to a request that makes a job, in the syntax
// that `printer` (an answer to Get-Printer-Attributes) has for it: keyword, enum by name or number,
// integer, boolean, resolution, page ranges, collection. "a4" and the like become PWG media names;
// job-hold-until=HH:MM is a time of this computer's day. Errc::unsupported for an option or a value
// that the printer does not list (the text names the legal ones), Errc::invalid for a wrong form.
Result<void> add_option(platen::ipp::Message& request, const platen::ipp::Message& printer,
                        const std::string& name, const std::string& value, std::time_t now);

} // namespace platen::client
