#pragma once

#include <cstddef>
#include <cstdint>

namespace platen::resample {

// A block of pixels somewhere in memory; the steps are in bytes and may be negative, so that a
// block can be walked from any corner.
struct PixelBlock {
  const std::byte* first = nullptr; // the pixel that becomes the top left one
  std::ptrdiff_t row_step = 0, column_step = 0;
  std::size_t rows = 0, columns = 0;
};

// Columns become rows, packed without gaps: `out` gets block.columns rows of block.rows pixels of
// pixel_bytes (1, 2, 3, 4, 6 or 8) each.
void transpose(const PixelBlock& block, std::size_t pixel_bytes, std::byte* out);

// Copies a row of pixels from right to left; `in` and `out` do not overlap.
void mirror_row(const std::byte* in, std::size_t pixels, std::size_t pixel_bytes, std::byte* out);

} // namespace platen::resample
