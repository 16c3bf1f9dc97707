#pragma once

#include "base/cancel.h"
#include "scan/device/device.h"

#include <filesystem>
#include <optional>
#include <string>

namespace platen::scan {

// One side that was scanned into a page file.
struct ScannedSide {
  PageShape shape;
  std::string warning;        // it ended early, and what is missing is white
  std::optional<Error> error; // what ended the whole pass with it
};

// The next side of a pass, into `file`, row by row as it comes. Nothing: there is no more. What
// came of a side before the device failed is kept, with the error in it; an Error: nothing came.
// Errc::io where the disk is full.
Result<std::optional<ScannedSide>>
scan_side(Feed& feed, Dpi resolution, const std::filesystem::path& file, const Cancel& cancel);

} // namespace platen::scan
