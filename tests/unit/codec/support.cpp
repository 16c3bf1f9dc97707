#include "unit/codec/support.h"

namespace platen::codec::test {

Buffer exif_block(bool little, std::uint16_t orientation, double ppi, bool centimetres,
                  std::uint16_t colour_space, std::string_view index) {
  ByteWriter w;
  const auto u16 = [&](std::uint32_t v) {
    const auto n = static_cast<std::uint16_t>(v);
    little ? w.u16le(n) : w.u16be(n);
  };
  const auto u32 = [&](std::uint32_t v) { little ? w.u32le(v) : w.u32be(v); };
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                         std::uint32_t value) {
    u16(tag);
    u16(type);
    u32(count);
    if (type == 3) {
      u16(value);
      u16(0);
    } else {
      u32(value);
    }
  };
  constexpr std::uint32_t ifd0 = 8, rationals = ifd0 + 2 + 5 * 12 + 4, exif = rationals + 16,
                          interop = exif + 2 + 2 * 12 + 4;
  for (int i = 0; i < 2; ++i)
    w.u8(little ? 'I' : 'M');
  u16(42);
  u32(ifd0);
  u16(5);
  entry(0x0112, 3, 1, orientation);
  entry(0x011a, 5, 1, rationals);
  entry(0x011b, 5, 1, rationals + 8);
  entry(0x0128, 3, 1, centimetres ? 3 : 2);
  entry(0x8769, 4, 1, exif);
  u32(0);
  for (int i = 0; i < 2; ++i) {
    u32(static_cast<std::uint32_t>(ppi * 100));
    u32(100);
  }
  u16(2);
  entry(0xa001, 3, 1, colour_space);
  entry(0xa005, 4, 1, interop);
  u32(0);
  u16(1);
  u16(1);
  u16(2);
  u32(4);
  for (std::size_t i = 0; i < 4; ++i)
    w.u8(static_cast<std::uint8_t>(i < index.size() ? index[i] : '\0'));
  u32(0);
  return std::move(w.buffer);
}

} // namespace platen::codec::test
