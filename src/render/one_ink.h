#pragma once

#include "render/document.h"

namespace platen::render {

// Pages that were drawn in cmyk8 or gray8, in one ink: four are mixed by the formula of PDF,
// 1 - min(1, 0.3 c + 0.59 m + 0.11 y + k). As grays or, in mask1, as dots by the screen of `run`.
std::unique_ptr<PageStream> make_one_ink(std::unique_ptr<PageStream> drawn, const VectorRun& run);

} // namespace platen::render
