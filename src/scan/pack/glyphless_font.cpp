#include "scan/pack/glyphless_font.h"

#include "scan/pack/utf16.h"

#include <algorithm>

namespace platen::scan::glyphless {
namespace {

constexpr char32_t first_pair = 0xD800, last_pair = 0xDFFF, code_count = 0x10000;
constexpr std::size_t most_beyond = last_pair - first_pair + 1;
constexpr std::size_t most_in_block = 100; // entries between beginbf... and endbf...

struct Table {
  std::string_view tag;
  Buffer body;
};

Buffer words(std::initializer_list<int> values) {
  ByteWriter w;
  for (const int value : values)
    w.u16be(static_cast<std::uint16_t>(value));
  return std::move(w.buffer);
}

// OpenType 1.9, "head": all but the checksum's adjustment, which is 0 here.
Buffer head_table() {
  ByteWriter w;
  w.bytes(words({1, 0, 1, 0}));    // version, revision
  w.u32be(0);                      // adjustment
  w.u32be(0x5F0F3CF5);             // magic number
  w.bytes(words({0x000B, 1000}));  // baseline and bearings at 0, whole pixels; units per em
  w.bytes(Buffer(16));             // no dates, so that the bytes are always the same
  w.bytes(words({0, 0, 0, 0}));    // nothing is drawn
  w.bytes(words({0, 8, 2, 0, 0})); // style, least size, direction, short offsets, format
  return std::move(w.buffer);
}

// In the order of their tags. Two glyphs: the one for what is missing, and the one for all codes.
std::vector<Table> tables() {
  return {{"glyf", Buffer(4)},
          {"head", head_table()},
          {"hhea", words({1, 0, ascent, descent, 0, advance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1})},
          {"hmtx", words({advance, 0, 0})},
          {"loca", words({0, 0, 0})},
          {"maxp", words({1, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})}};
}

std::uint32_t checksum(const Buffer& bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += std::to_integer<std::uint32_t>(bytes[i]) << (24 - 8 * (i % 4));
  return sum;
}

// One line for each; in blocks of at most a hundred.
void put_block(std::string& out, std::string_view kind, const std::vector<std::string>& lines) {
  for (std::size_t first = 0; first < lines.size(); first += most_in_block) {
    const std::size_t count = std::min(most_in_block, lines.size() - first);
    out += std::to_string(count) + " begin" + std::string(kind) + "\n";
    for (std::size_t i = 0; i < count; ++i)
      out += lines[first + i] + "\n";
    out += "end" + std::string(kind) + "\n";
  }
}

std::string bracketed(std::string digits) {
  return "<" + std::move(digits) + ">";
}

} // namespace

std::string Codes::of(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF) return {};
  if (c < code_count) return hex_of(static_cast<char16_t>(c));
  auto found = std::ranges::find(beyond_, c);
  if (found == beyond_.end()) {
    if (beyond_.size() == most_beyond) return hex_of(u'\uFFFD');
    beyond_.push_back(c);
    found = beyond_.end() - 1;
  }
  return hex_of(static_cast<char16_t>(first_pair + static_cast<char32_t>(found - beyond_.begin())));
}

Buffer font_program() {
  const std::vector<Table> all = tables();
  ByteWriter w;
  w.bytes(words({1, 0, static_cast<int>(all.size()), 64, 2, 32})); // 4 * 16 <= 6 * 16
  std::size_t at = 12 + 16 * all.size();
  std::size_t head_at = 0;
  for (const Table& table : all) {
    if (table.tag == "head") head_at = at;
    w.text(table.tag);
    w.u32be(checksum(table.body));
    w.u32be(static_cast<std::uint32_t>(at));
    w.u32be(static_cast<std::uint32_t>(table.body.size()));
    at += (table.body.size() + 3) / 4 * 4;
  }
  for (const Table& table : all) {
    w.bytes(table.body);
    w.bytes(Buffer((4 - table.body.size() % 4) % 4));
  }
  ByteWriter adjustment;
  adjustment.u32be(0xB1B0AFBA - checksum(w.buffer)); // so that the whole font has a known sum
  std::ranges::copy(adjustment.buffer, w.buffer.begin() + static_cast<std::ptrdiff_t>(head_at) + 8);
  return std::move(w.buffer);
}

Buffer glyph_map() {
  ByteWriter w;
  for (char32_t code = 0; code < code_count; ++code)
    w.u16be(1);
  return std::move(w.buffer);
}

std::string to_unicode(const Codes& codes) {
  std::string out = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  // Only the last byte may vary within a range.
  std::vector<std::string> ranges;
  const auto put = [&ranges](char32_t first, char32_t last) {
    const std::string from = bracketed(hex_of(static_cast<char16_t>(first)));
    ranges.push_back(from + " " + bracketed(hex_of(static_cast<char16_t>(last))) + " " + from);
  };
  for (char32_t high = 0; high < code_count; high += 0x100) {
    if (high >= first_pair && high <= last_pair) continue;
    if (high == 0xFE00) {
      put(0xFE00, 0xFEFE); // around U+FEFF
      continue;
    }
    put(high == 0 ? 1 : high, high == 0xFF00 ? 0xFFFD : high + 0xFF);
  }
  put_block(out, "bfrange", ranges);
  std::vector<std::string> beyond;
  for (std::size_t i = 0; i < codes.beyond().size(); ++i)
    beyond.push_back(bracketed(hex_of(static_cast<char16_t>(first_pair + i))) + " " +
                     bracketed(utf16_hex(codes.beyond()[i])));
  put_block(out, "bfchar", beyond);
  return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

} // namespace platen::scan::glyphless
