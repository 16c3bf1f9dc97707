#pragma once

#include "wire/ipp/message.h"

#include <string>

namespace platen::client {

// Adds what a person said of a printer (-o NAME=VALUE) to the printer group of a request that makes
// or changes one: printer-info and its like as they are, any other NAME as NAME-default
// (docs/protocols/ipp.md). Errc::invalid for a wrong form.
Result<void> add_printer_setting(platen::ipp::Message& request, const std::string& name,
                                 const std::string& value);

} // namespace platen::client
