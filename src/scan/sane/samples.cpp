#include "scan/sane/samples.h"

#include <algorithm>
#include <cstring>

namespace platen::scan::sane {

namespace {

// 65535 becomes 255, and each step between is as wide.
std::byte reduced(std::uint16_t sample) {
  return static_cast<std::byte>((std::uint32_t{sample} * 255 + 32'767) / 65'535);
}

} // namespace

void convert_row(Bytes row, int bits, std::int32_t width, PixelFormat format,
                 std::span<std::byte> into) {
  const std::size_t bytes = format.row_bytes(width);
  EXPECTS(into.size() >= bytes);
  if (bits != 16) {
    std::ranges::copy(row.first(bytes), into.begin());
    // Nothing of what stands behind the last pixel is ink.
    if (format == mask1 && width % 8 != 0)
      into[bytes - 1] &= static_cast<std::byte>(0xff00U >> (width % 8));
    return;
  }
  for (std::size_t i = 0; i < bytes; ++i) {
    std::uint16_t sample = 0;
    std::memcpy(&sample, row.data() + 2 * i, sizeof sample);
    into[i] = reduced(sample);
  }
}

} // namespace platen::scan::sane
