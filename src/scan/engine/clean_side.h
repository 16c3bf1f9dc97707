#pragma once

#include "base/cancel.h"
#include "scan/engine/folder.h"

#include <functional>

namespace platen::scan {

// What clean_side() found; the picture is in the file.
struct CleanedSide {
  PageShape shape;
  double skew_degrees = 0;
  bool blank = false;
  std::string warning; // empty: all went well
};

// A side as it was scanned becomes a side as it is shown: tones, clean-up, in the file `to`.
// Legibility decides which way is up, by `orientation`, which may be empty.
Result<CleanedSide> clean_side(const std::filesystem::path& from, const std::filesystem::path& to,
                               const Settings& settings, const FindOrientation& orientation);

// The shown picture of a page, turned clockwise, in the file `to`.
Result<PageShape> turn_side(const std::filesystem::path& from, const std::filesystem::path& to,
                            std::int32_t degrees);

} // namespace platen::scan
