#pragma once

#include <cairo.h>

namespace platen::sample {

// platen's mark, as a filled path: a roller with the paper passing under it and up behind, as round
// a typewriter's platen. (x, y) is its top left corner; it is `size` wide and high.
void draw_logo(cairo_t* context, double x, double y, double size);

} // namespace platen::sample
