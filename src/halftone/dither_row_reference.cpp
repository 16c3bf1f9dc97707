#include "halftone/dither_row.h"

namespace platen::halftone::reference {

void dither_row(std::span<const std::uint16_t> in, std::span<const std::uint16_t> thresholds,
                std::span<std::uint8_t> out) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const bool up = in[i] % 257 > thresholds[i % thresholds.size()];
    out[i] = static_cast<std::uint8_t>(in[i] / 257 + (up ? 1 : 0));
  }
}

} // namespace platen::halftone::reference
