#pragma once

#include <string>

// PostScript that stands between a PostScript document and the operators that paint.
namespace platen::render::postscript {

// Makes the document say "bars" (render/page_lines.h) when it seems to draw a barcode: twelve
// rectangles or lines in a row with one height, close to one another or not much higher than wide;
// and "overprints" when it paints something but full black over other inks.
std::string paint_report();

// Makes rectangles and lines along the pixels, at least a pixel and a half wide and high, take the
// pixels whose centres they hold, where Ghostscript paints each that they touch: the bars of a code
// get their widths, rounded, and on average nothing is added to them (worker/exact_areas.h does
// that for PDF).
std::string exact_areas();

} // namespace platen::render::postscript
