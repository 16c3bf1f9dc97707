#pragma once

#include "scan/page/page_image.h"
#include "scan/settings.h"

#include <functional>
#include <optional>
#include <string>

namespace platen::scan {

struct PixelBox {
  std::int32_t left = 0, top = 0, width = 0, height = 0;
  constexpr bool operator==(const PixelBox&) const = default;
};

// What was found on a page, whether it was acted upon or not.
struct PageFindings {
  double skew_degrees = 0; // clockwise, of the page as scanned
  // Of the scanned picture; all of it where no edge was found. Of a sheet that lies askew: its own
  // width and height, around its middle.
  PixelBox sheet;
  bool blank = false;
  double ink = 0;                     // share of the sheet that counts as ink, 0 to 1
  ColorMode color = ColorMode::color; // what would hold all that is on it
  std::int32_t turn = 0; // clockwise degrees that make the text upright: 0, 90, 180, 270
  double turn_confidence = 0;
};

struct CleanedPage {
  PageImage page;
  PageFindings findings;
};

// Which way is up, 0, 90, 180 or 270 degrees clockwise to upright, and how sure (Tesseract's scale;
// 0: nothing legible). May be empty: then orientation is left alone.
using FindOrientation = std::function<Result<std::pair<std::int32_t, double>>(const PageImage&)>;

// Each step of `how` on one page (docs/adr/0024-clean-up-of-scans.md says which, and why so), gray8
// or rgb8; `color` bilevel or automatic may give mask1 or gray8. The same input gives the same
// bytes on every CPU. Resolution is kept. Blank pages are told, not dropped; pages below 8 mm are
// left as they are. Errc::unsupported for mask1; else the errors of `orientation`. Memory: the
// page, and one more like it while it is turned or changes its form.
Result<CleanedPage> clean(PageImage page, const CleanUp& how, ColorMode color,
                          std::optional<std::int32_t> threshold,
                          const FindOrientation& orientation);

// Clockwise by 90, 180 or 270 degrees.
PageImage turned(const PageImage& page, std::int32_t degrees);

} // namespace platen::scan
