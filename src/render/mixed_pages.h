#pragma once

#include "render/document.h"

namespace platen::render {

// Pages that were drawn in four inks, in one, by the formula of PDF: 1 - min(1, 0.3 c + 0.59 m +
// 0.11 y + k), as grays or, in mask1, as dots by the screen of `run`. `four_inks` gives its pages
// in cmyk8.
std::unique_ptr<PageStream> make_mixed_pages(std::unique_ptr<PageStream> four_inks,
                                             const VectorRun& run);

} // namespace platen::render
