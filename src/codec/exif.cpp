#include "codec/exif.h"

#include "codec/exif_block.h"
#include "codec/input.h"

namespace platen::codec {
namespace {

constexpr std::uint16_t tag_interoperability_index = 0x0001;
constexpr std::uint16_t tag_orientation = 0x0112;
constexpr std::uint16_t tag_x_resolution = 0x011a;
constexpr std::uint16_t tag_y_resolution = 0x011b;
constexpr std::uint16_t tag_resolution_unit = 0x0128;
constexpr std::uint16_t tag_exif_ifd = 0x8769;
constexpr std::uint16_t tag_color_space = 0xa001;
constexpr std::uint16_t tag_interoperability_ifd = 0xa005;

using exif::Block;
using exif::Entry;
using exif::type_ascii;
using exif::type_long;
using exif::type_rational;
using exif::type_short;

struct ColourFacts {
  std::uint16_t space = 0;
  bool r03 = false;
};

void read_interoperability(const Block& block, std::size_t at, ColourFacts& facts) {
  block.each_entry(at, [&](const Entry& entry) {
    if (entry.tag == tag_interoperability_index && entry.type == type_ascii)
      facts.r03 = block.text(entry.value_at, 3) == "R03";
  });
}

void read_exif_ifd(const Block& block, std::size_t at, ColourFacts& facts) {
  block.each_entry(at, [&](const Entry& entry) {
    if (entry.tag == tag_color_space && entry.type == type_short)
      facts.space = block.u16(entry.value_at).value_or(0);
    if (entry.tag == tag_interoperability_ifd && entry.type == type_long)
      if (const auto sub = block.u32(entry.value_at)) read_interoperability(block, *sub, facts);
  });
}

} // namespace

ExifFacts read_exif(Bytes tiff) {
  ExifFacts facts;
  const auto opened = exif::open_block(tiff);
  if (!opened) return facts;
  const auto& block = opened->first; // clang 14 keeps names of a pair out of lambdas
  const auto first = opened->second;

  double unit = 1.0; // inches a resolution unit; inch unless the file says centimetre
  std::optional<double> x, y;
  ColourFacts colour;
  block.each_entry(first, [&](const Entry& entry) {
    if (entry.tag == tag_orientation && entry.type == type_short) {
      const std::uint16_t value = block.u16(entry.value_at).value_or(1);
      if (value >= 1 && value <= 8) facts.orientation = value;
    } else if (entry.tag == tag_resolution_unit && entry.type == type_short) {
      if (block.u16(entry.value_at).value_or(2) == 3) unit = 2.54;
    } else if (entry.type == type_rational &&
               (entry.tag == tag_x_resolution || entry.tag == tag_y_resolution)) {
      if (const auto value = block.rational(entry))
        (entry.tag == tag_x_resolution ? x : y) = *value;
    } else if (entry.tag == tag_exif_ifd && entry.type == type_long) {
      if (const auto sub = block.u32(entry.value_at)) read_exif_ifd(block, *sub, colour);
    }
  });
  if (x) facts.ppi_x = sane_ppi(*x * unit);
  if (y) facts.ppi_y = sane_ppi(*y * unit);
  facts.adobe_rgb = colour.space == 2 || (colour.space != 1 && colour.r03);
  return facts;
}

} // namespace platen::codec
