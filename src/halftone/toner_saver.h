#pragma once

#include "image/image.h"
#include "pipeline/stage.h"

#include <memory>

namespace platen::halftone {

// Saves 37.5 % of the toner of areas, black or gray, and none at the outline of what stands on
// something lighter: text, lines and the edges of areas keep their two outermost pixels whole
// (halftone/save_row.h). Comes before the screen, so that it is one of any kind that thins the
// areas. gray8 or gray16 -> the same.
std::unique_ptr<pipeline::Stage> make_toner_saver(PageShape page);

} // namespace platen::halftone
