#include "image/icc_file.h"

#include <cmath>

namespace platen {
namespace {

constexpr std::size_t header_size = 128;

} // namespace

std::uint32_t icc_fixed(double v) {
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(v * 65536.0)));
}

Buffer icc_xyz(const std::array<double, 3>& xyz) {
  ByteWriter w;
  w.text("XYZ ");
  w.u32be(0);
  for (const double value : xyz)
    w.u32be(icc_fixed(value));
  return std::move(w.buffer);
}

Buffer icc_description(std::string_view text) {
  ByteWriter w;
  w.text("desc");
  w.u32be(0);
  w.u32be(static_cast<std::uint32_t>(text.size() + 1));
  w.text(text);
  w.bytes(Buffer(1 + 4 + 4 + 2 + 1 + 67)); // its end, no Unicode text, no Macintosh text
  while (w.buffer.size() % 4 != 0)
    w.u8(0);
  return std::move(w.buffer);
}

Buffer icc_text(std::string_view text) {
  ByteWriter w;
  w.text("text");
  w.u32be(0);
  w.text(text);
  do
    w.u8(0);
  while (w.buffer.size() % 4 != 0);
  return std::move(w.buffer);
}

// ICC.1:2001 6.1 (header), 6.2 (tag table).
Buffer make_icc_file(std::string_view kind, std::string_view space,
                     const std::vector<IccTag>& tags) {
  std::size_t size = header_size + 4 + 12 * tags.size();
  for (const IccTag& tag : tags)
    size += tag.body.size();
  ByteWriter w;
  w.u32be(static_cast<std::uint32_t>(size));
  w.u32be(0); // no preferred colour module
  w.u32be(0x02100000);
  w.text(kind);
  w.text(space);
  w.text("XYZ ");
  constexpr std::array<std::uint16_t, 6> date{2000, 1, 1, 0, 0, 0}; // always the same
  for (const std::uint16_t part : date)
    w.u16be(part);
  w.text("acsp");
  w.bytes(Buffer(68 - 40)); // platform, flags, device, attributes, rendering intent
  for (const double value : icc_white)
    w.u32be(icc_fixed(value));
  w.bytes(Buffer(header_size - 80));
  w.u32be(static_cast<std::uint32_t>(tags.size()));
  std::size_t at = header_size + 4 + 12 * tags.size();
  for (const IccTag& tag : tags) {
    w.text(tag.name);
    w.u32be(static_cast<std::uint32_t>(at));
    w.u32be(static_cast<std::uint32_t>(tag.body.size()));
    at += tag.body.size();
  }
  for (const IccTag& tag : tags)
    w.bytes(tag.body);
  return std::move(w.buffer);
}

double srgb_light(double sample) {
  return sample <= 0.04045 ? sample / 12.92 : std::pow((sample + 0.055) / 1.055, 2.4);
}

double srgb_sample(double light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

} // namespace platen
