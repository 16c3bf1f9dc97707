#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

// The directories of an EXIF block (CIPA DC-008, 4.6; they are TIFF's), read without trust.
namespace platen::codec::exif {

inline constexpr std::uint16_t type_ascii = 2, type_short = 3, type_long = 4, type_rational = 5;

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
  // Of an entry with one rational value.
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

// The block and the offset of its first directory; nothing when it is no EXIF.
inline std::optional<std::pair<Block, std::uint32_t>> open_block(Bytes tiff) {
  if (tiff.size() < 8) return std::nullopt;
  const std::string_view order = as_text(tiff.first(2));
  if (order != "II" && order != "MM") return std::nullopt;
  const Block block(tiff, order == "II");
  const auto first = block.u32(4);
  if (block.u16(2).value_or(0) != 42 || !first) return std::nullopt;
  return std::pair(block, *first);
}

} // namespace platen::codec::exif
