#include "resample/transpose.h"

#include "base/result.h"

#include <cstring>

namespace platen::resample {

namespace {

template<std::size_t pixel_bytes> void transpose_pixels(const PixelBlock& block, std::byte* out) {
  for (std::size_t column = 0; column < block.columns; ++column) {
    const std::byte* from = block.first + static_cast<std::ptrdiff_t>(column) * block.column_step;
    for (std::size_t row = 0; row < block.rows; ++row) {
      std::memcpy(out, from, pixel_bytes);
      out += pixel_bytes;
      from += block.row_step;
    }
  }
}

} // namespace

void transpose(const PixelBlock& block, std::size_t pixel_bytes, std::byte* out) {
  // With the size known to the compiler each copy is one or two moves.
  switch (pixel_bytes) {
  case 1:
    return transpose_pixels<1>(block, out);
  case 2:
    return transpose_pixels<2>(block, out);
  case 3:
    return transpose_pixels<3>(block, out);
  case 4:
    return transpose_pixels<4>(block, out);
  case 6:
    return transpose_pixels<6>(block, out);
  case 8:
    return transpose_pixels<8>(block, out);
  default:
    EXPECTS(false && "a known pixel size");
  }
}

void mirror_row(const std::byte* in, std::size_t pixels, std::size_t pixel_bytes, std::byte* out) {
  if (pixels == 0) return;
  const auto step = static_cast<std::ptrdiff_t>(pixel_bytes);
  const std::byte* last = in + static_cast<std::ptrdiff_t>(pixels - 1) * step;
  // A block of one column, walked from its foot.
  transpose({last, -step, 0, pixels, 1}, pixel_bytes, out);
}

} // namespace platen::resample
