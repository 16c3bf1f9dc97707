#include "halftone/threshold_row.h"

namespace platen::halftone::reference {

namespace {

template<class Sample>
void threshold(std::span<const Sample> gray, std::span<const Sample> thresholds,
               std::span<std::byte> out) {
  for (std::size_t byte = 0; byte < (gray.size() + 7) / 8; ++byte) {
    std::byte bits{0};
    for (std::size_t bit = 0; bit < 8; ++bit) {
      const std::size_t x = 8 * byte + bit;
      const bool ink = x < gray.size() && gray[x] < thresholds[x % thresholds.size()];
      if (ink) bits |= std::byte{0x80} >> bit;
    }
    out[byte] = bits;
  }
}

} // namespace

void threshold_row(std::span<const std::uint8_t> gray, std::span<const std::uint8_t> thresholds,
                   std::span<std::byte> out) {
  threshold(gray, thresholds, out);
}

void threshold_row(std::span<const std::uint16_t> gray, std::span<const std::uint16_t> thresholds,
                   std::span<std::byte> out) {
  threshold(gray, thresholds, out);
}

} // namespace platen::halftone::reference
