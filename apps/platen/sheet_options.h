#pragma once

#include "command_line.h"
#include "virtual/decode.h"

namespace platen::app {

// The folder (made if need be) under the flag `folder_flag`, and --resolution.
Result<twin::SheetOptions> sheet_options(const Arguments& arguments, std::string_view folder_flag);

} // namespace platen::app
