#pragma once

#include "image/colour_table.h"
#include "image/image.h"
#include "pipeline/stage.h"

#include <memory>

namespace platen::colour {

// 8 -> 16 bits a sample: v * 257, so that 0 and 255 become 0 and 65535. `input` is gray8, rgb8 or
// cmyk8.
std::unique_ptr<pipeline::Stage> make_widen(PageShape input);

// Applies a table to 16-bit samples; the output has the table's channels (1 = gray16, 3 = rgb16, 4
// = cmyk16). image/colour_table.h defines the arithmetic to the bit. Tables come from a sandboxed
// process and are not trusted: one whose sizes do not fit together is Errc::malformed, one whose
// inputs are not the picture's channels is Errc::unsupported.
Result<std::unique_ptr<pipeline::Stage>> make_apply(PageShape input, ColourTable table);

} // namespace platen::colour
