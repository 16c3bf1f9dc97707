#pragma once

#include "model/toml_table.h"
#include "virtual/fault.h"

namespace platen::faultscript {

// One [[scanner-fault]] of a fault script.
Result<twin::ScannerFault> read_scanner_fault(model::TomlTable table);

} // namespace platen::faultscript
