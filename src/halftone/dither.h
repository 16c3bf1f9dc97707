#pragma once

#include "image/image.h"
#include "pipeline/stage.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace platen::halftone {

// Where the channels of a pixel look into the matrix: each elsewhere, so that their dots do not
// fall together and colours are even; or all at one place, so that equal channels stay equal and
// neutral is neutral to the bit.
enum class Channels : std::uint8_t { apart, together };

// 16 -> 8 bits a sample with blue noise (gray16, rgb16, cmyk16 -> the same model with 8 bits): a
// value v * 257 gives exactly v; any other gives one of its two neighbours, so that the mean over
// the 128 x 128 matrix is the 16-bit value within 1/65535.
std::unique_ptr<pipeline::Stage> make_dither(PageShape input, Channels channels = Channels::apart);

// The matrix and its offsets are the same for every page and need no seed: its name is all that a
// reprint needs to know.
inline constexpr std::string_view dither_name = "blue-noise 128x128, without a seed";

// 16 -> 8 bits a sample, to the nearest value.
std::unique_ptr<pipeline::Stage> make_narrow(PageShape input);

} // namespace platen::halftone
