#include "wire/ufr2/hiscoa.h"

namespace platen::ufr2 {

HiScoaParameters read_hiscoa_parameters(std::span<const std::byte, hiscoa_parameter_bytes> record) {
  const auto u8 = [&](std::size_t i) { return std::to_integer<std::uint8_t>(record[i]); };
  const auto s8 = [&](std::size_t i) { return static_cast<std::int8_t>(u8(i)); };
  return {.l3 = s8(0),
          .l5 = s8(1),
          .step0 = u8(2),
          .step2 = u8(3),
          .l0 = s8(4),
          .l2 = s8(5),
          .l4 = static_cast<std::int16_t>(u8(6) | u8(7) << 8)};
}

void put_hiscoa_parameters(ByteWriter& out, const HiScoaParameters& parameters) {
  out.u8(static_cast<std::uint8_t>(parameters.l3));
  out.u8(static_cast<std::uint8_t>(parameters.l5));
  out.u8(parameters.step0);
  out.u8(parameters.step2);
  out.u8(static_cast<std::uint8_t>(parameters.l0));
  out.u8(static_cast<std::uint8_t>(parameters.l2));
  out.u16le(static_cast<std::uint16_t>(parameters.l4));
}

std::string to_string(const HiScoaParameters& p) {
  return "L3=" + std::to_string(p.l3) + " L5=" + std::to_string(p.l5) + " steps " +
         std::to_string(p.step0) + "," + std::to_string(p.step2) + " L0=" + std::to_string(p.l0) +
         " L2=" + std::to_string(p.l2) + " L4=" + std::to_string(p.l4);
}

} // namespace platen::ufr2
