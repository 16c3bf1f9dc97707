#pragma once

#include "wire/ipp/records.h"

namespace platen::app {

using platen::ipp::Field;
using platen::ipp::Json;
using platen::ipp::Record;
using platen::ipp::records_of;
using platen::ipp::select;
using platen::ipp::to_json;
Result<void> print_json(const Json& json); // to standard output

} // namespace platen::app
