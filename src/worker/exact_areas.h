#pragma once

#include "worker/drawn_objects.h"

#include <string>
#include <string_view>

// Renderers that paint each pixel which an area touches, as PostScript has it, make the bars of a
// drawn barcode up to a pixel wider than they are. A rectangle that is half a pixel smaller on each
// side gets, by that same rule, the pixels whose centres it held before: its edges are rounded, and
// on average nothing is added to it.
namespace platen::worker {

// Whether a content stream seems to draw bars: many rectangles in a row with one height, which are
// not much wider than high, or many upright lines of one height close to one another.
bool has_bars(std::string_view content);
bool has_bar_lines(std::string_view content); // the latter

// The content with its filled rectangles made smaller, where they have sides parallel to the
// pixels, are at least a pixel and a half wide and high, and do not make holes in one another; and,
// where bars are drawn as lines, with its lines made thinner, where they are such rectangles, of a
// width that the content itself says. `draws` is told how what it draws lies on the pixels.
std::string exact_areas(std::string_view content, const Linear& to_pixels,
                        const DrawsObject& draws);

} // namespace platen::worker
