#pragma once

#include "encode/language.h"

namespace platen::encode::pclxl {

inline constexpr std::int32_t rows_of_a_block = 128;

// What lies between BeginPage and EndPage: the raster as 1-bit images of up to `block_rows` rows,
// each at its own cursor, with white rows above, below and between them left out. Each image is one
// block, so that no decoder's idea of what the seed row of a later block is can matter. `payload`
// must outlive it.
std::unique_ptr<SideEncoder> make_side(const SideSpec& spec, ByteSink& payload,
                                       std::int32_t block_rows = rows_of_a_block);

// The most bytes that the data of one image of such a side can have.
std::size_t longest_block(std::int32_t width, std::int32_t block_rows = rows_of_a_block);

} // namespace platen::encode::pclxl
