#include "scan/engine/tones.h"

#include <algorithm>
#include <array>

namespace platen::scan {

namespace {

// Around middle gray; in 1/65536, so that each CPU gives the same.
std::array<std::uint8_t, 256> table_of(std::int32_t brightness, std::int32_t contrast) {
  // Slope 0 at -100, 1 at 0, steep at 100.
  const std::int64_t slope = contrast <= 0 ? std::int64_t{65'536} * (100 + contrast) / 100
                                           : std::int64_t{65'536} * 100 / (101 - contrast);
  std::array<std::uint8_t, 256> table{};
  for (std::int64_t value = 0; value < 256; ++value) {
    const std::int64_t twice = (2 * value - 255) * slope / 65'536 + 255 + brightness * 255 / 100;
    table[static_cast<std::size_t>(value)] =
        static_cast<std::uint8_t>(std::clamp<std::int64_t>((twice + 1) / 2, 0, 255));
  }
  return table;
}

} // namespace

void set_tones(PageImage& page, std::int32_t brightness, std::int32_t contrast) {
  if ((brightness == 0 && contrast == 0) || page.shape().format == mask1) return;
  const auto table = table_of(brightness, contrast);
  const Band band = page.band();
  for (std::int32_t y = 0; y < page.height; ++y)
    for (std::uint8_t& sample : band.samples<std::uint8_t>(y))
      sample = table[sample];
}

} // namespace platen::scan
