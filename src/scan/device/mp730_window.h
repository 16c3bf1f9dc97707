#pragma once

#include "scan/device/device.h"
#include "wire/mp730/command.h"

namespace platen::scan {

// What the scanner is asked for, so that what was requested is in it: it counts in its own pixels,
// and its rows are a multiple of some wide.
struct Mp730Window {
  mp730::ScanParameters parameters;
  PageShape shape;            // as requested
  std::size_t first_byte = 0; // of a row of the scanner's, where ours begins
  std::size_t device_row_bytes = 0;
};
// Errc::unsupported, invalid: what the source does not do, in words.
Result<Mp730Window> window_of(const ScanRequest& request, const SourceOffer& offer);

} // namespace platen::scan
