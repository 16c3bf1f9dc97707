#pragma once

#include "image/colour_table.h"
#include "model/black_and_white.h"

namespace platen::colour {

// The table that takes sRGB to toned gray, as sRGB again: light is mixed, its lightness goes
// through the curve, and the tints are laid on it by how dark it is. Black and white have no tint,
// so that paper stays paper. Without tints all three channels are equal to the bit. A channel never
// falls while the gray rises.
ColourTable black_and_white_table(const model::BlackAndWhite& wanted);

} // namespace platen::colour
