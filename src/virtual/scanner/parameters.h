#pragma once

#include "base/bytes.h"
#include "virtual/scanner/drawing.h"

namespace platen::twin::scanner {

enum class Source : std::uint8_t { glass, feeder, feeder_both_sides };

// The data of DD20, DE20 and CF60 (docs/protocols/mp730.md §2, §3). Errc::malformed says what the
// unit does not have.
Result<Source> read_source(Bytes data);
Result<ScanArea> read_parameters(Bytes data);
Result<std::uint8_t> read_activation(Bytes data); // 0 or 4

} // namespace platen::twin::scanner
