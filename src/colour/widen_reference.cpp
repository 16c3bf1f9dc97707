#include "colour/widen.h"

namespace platen::colour::reference {

void widen(std::span<const std::uint8_t> in, std::span<std::uint16_t> out) {
  for (std::size_t i = 0; i < in.size(); ++i)
    out[i] = static_cast<std::uint16_t>(in[i] * 257);
}

} // namespace platen::colour::reference
