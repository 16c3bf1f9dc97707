#pragma once

#include "model/model.h"
#include "wire/ipp/records.h"

#include <vector>

namespace platen::client {

// What may stand behind -o for jobs of a printer: its Job Template attributes, as `printer`, all
// that Get-Printer-Attributes says of it, tells them.
std::vector<model::OptionInfo> printer_options(const platen::ipp::Record& printer);

// {"name", "label", "default"}, and "values" or "form".
platen::ipp::Json to_json(const model::OptionInfo& option);

} // namespace platen::client
