#include "codec/exif.h"

#include "codec/input.h"

#include <string_view>

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
constexpr std::uint16_t type_ascii = 2, type_short = 3, type_long = 4, type_rational = 5;

struct Entry {
  std::uint16_t tag = 0, type = 0;
  std::uint32_t count = 0;
  std::size_t value_at = 0; // where the four bytes of value or offset lie
};

class Block {
public:
  Block(Bytes bytes, bool little) : bytes_(bytes), little_(little) {}

  Result<std::uint16_t> u16(std::size_t at) const {
    ByteReader reader(bytes_);
    TRY_VOID(reader.skip(at));
    return little_ ? reader.u16le() : reader.u16be();
  }
  Result<std::uint32_t> u32(std::size_t at) const {
    ByteReader reader(bytes_);
    TRY_VOID(reader.skip(at));
    return little_ ? reader.u32le() : reader.u32be();
  }
  Result<double> rational(const Entry& entry) const {
    TRY(const std::size_t at, u32(entry.value_at));
    TRY(const std::uint32_t above, u32(at));
    TRY(const std::uint32_t below, u32(at + 4));
    if (below == 0) return fail(Errc::malformed, "a rational number over zero");
    return static_cast<double>(above) / below;
  }
  std::string_view text(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at ? as_text(bytes_.subspan(at, count))
                                                              : std::string_view{};
  }

  // Calls f(entry) for each entry of the directory at `at`; stops where the block ends.
  template<class F> void each_entry(std::size_t at, F f) const {
    const auto count = u16(at);
    for (std::size_t i = 0; count && i < *count; ++i) {
      const std::size_t entry_at = at + 2 + 12 * i;
      const auto tag = u16(entry_at), type = u16(entry_at + 2);
      const auto values = u32(entry_at + 4);
      if (!tag || !type || !values || entry_at + 12 > bytes_.size()) return;
      f(Entry{*tag, *type, *values, entry_at + 8});
    }
  }

private:
  Bytes bytes_;
  bool little_;
};

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
  if (tiff.size() < 8) return facts;
  const std::string_view order = as_text(tiff.first(2));
  if (order != "II" && order != "MM") return facts;
  const Block block(tiff, order == "II");
  const auto first = block.u32(4);
  if (block.u16(2).value_or(0) != 42 || !first) return facts;

  double unit = 1.0; // inches a resolution unit; inch unless the file says centimetre
  std::optional<double> x, y;
  ColourFacts colour;
  block.each_entry(*first, [&](const Entry& entry) {
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
