#pragma once

#include "encode/language.h"

namespace platen::encode::pclxl {

// What lies between BeginPage and EndPage: the raster as 1-bit images of up to `block_rows` rows,
// each at its own cursor, with white rows above, below and between them left out. Each image is one
// block, so that no decoder's idea of what the seed row of a later block is can matter. `payload`
// must outlive it.
std::unique_ptr<SideEncoder> make_side(const SideSpec& spec, ByteSink& payload,
                                       std::int32_t block_rows = 128);

} // namespace platen::encode::pclxl
