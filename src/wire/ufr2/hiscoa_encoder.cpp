#include "wire/ufr2/hiscoa.h"

#include <algorithm>
#include <array>
#include <bit>

// Written from docs/protocols/ufr2-lt.md §5; shares nothing with the decoder (ADR 6).
namespace platen::ufr2 {

namespace {

// The sources agree on numbers of blocks up to 7: 7 x 128 + 127 bytes.
constexpr std::size_t longest_copy = 1023;
constexpr std::size_t longest_far_copy = 127; // CARPS puts no prefix before it

class BitWriter {
public:
  void put(std::uint32_t value, unsigned count) {
    for (; count > 0; --count) {
      open_ = static_cast<std::uint8_t>(2U * open_ | (value >> (count - 1) & 1U));
      if (++bits_ % 8 == 0) bytes_.push_back(static_cast<std::byte>(open_ ^ 0x43));
    }
  }
  // Ones up to a border of 32 bits, and at least one: a decoder looks ahead.
  Buffer finish() {
    put(1, 1);
    while (bits_ % 32 != 0)
      put(1, 1);
    return std::move(bytes_);
  }

private:
  Buffer bytes_;
  std::uint8_t open_ = 0;
  std::size_t bits_ = 0;
};

unsigned number_bits(std::size_t value) {
  if (value == 0) return 6;
  if (value == 1) return 2;
  if (value < 4) return 3;
  return 2 * static_cast<unsigned>(std::bit_width(value) - 1);
}

void put_number(BitWriter& out, std::size_t value) {
  if (value == 0) return out.put(0b111111, 6);
  if (value == 1) return out.put(0b00, 2);
  if (value < 4) return out.put(value == 2 ? 0b011 : 0b010, 3);
  const auto low = static_cast<unsigned>(std::bit_width(value) - 1);
  out.put((1U << low) - 2, low); // low - 1 ones and a zero
  out.put(~static_cast<std::uint32_t>(value), low);
}

struct Opcode {
  std::uint32_t code;
  unsigned bits;
};
constexpr std::array<Opcode, 6> copies{Opcode{0b0, 1}, {0, 0},       {0b1100, 4},
                                       {0b1110, 4},    {0b11110, 5}, {0b111110, 6}};

class Encoder {
public:
  Encoder(Bytes rows, std::size_t row_bytes, const HiScoaParameters& p)
      : rows_(rows), row_bytes_(row_bytes) {
    const auto row = static_cast<std::int64_t>(row_bytes);
    distance_ = {p.step0 * row + p.l0, 0, p.step2 * row + p.l2, p.l3, p.l4, p.l5};
  }

  Buffer run(HiScoaMethod method, HiScoaEnd end) {
    for (std::size_t at = 0; at < rows_.size();) {
      std::size_t taken = method == HiScoaMethod::full ? copy(at) : 0;
      if (taken == 0) taken = single(at, method == HiScoaMethod::full);
      at += taken;
    }
    out_.put(0b11111110, 8);
    out_.put(end == HiScoaEnd::page ? 1 : 0, 2);
    return out_.finish();
  }

private:
  // How many bytes from `at` on are those `distance` back, within the row.
  std::size_t match(std::size_t at, std::int64_t distance, std::size_t most) const {
    if (distance <= 0 || static_cast<std::uint64_t>(distance) > at) return 0;
    const Bytes rest = rows_.subspan(at, std::min(most, row_bytes_ - at % row_bytes_));
    const Bytes before = rows_.subspan(at - static_cast<std::size_t>(distance), rest.size());
    return static_cast<std::size_t>(std::ranges::mismatch(rest, before).in1 - rest.begin());
  }

  // The copy that saves most against a byte's eight bits; 0: none costs less than recent bytes do.
  std::size_t copy(std::size_t at) {
    std::size_t best = 0, best_count = 0;
    std::int64_t most_saved = 0;
    for (const std::size_t which : {0U, 2U, 3U, 5U, 4U}) {
      const std::size_t count =
          match(at, distance_[which], which == 4 ? longest_far_copy : longest_copy);
      if (count == 0) continue;
      const auto cost = static_cast<std::int64_t>(copies[which].bits +
                                                  (count > 127 ? 8 + number_bits(count / 128) : 0) +
                                                  number_bits(count % 128));
      const auto bytes = static_cast<std::int64_t>(count);
      if (cost >= 6 * bytes || 8 * bytes - cost <= most_saved) continue;
      most_saved = 8 * bytes - cost;
      best = which;
      best_count = count;
    }
    if (best_count == 0) return 0;
    if (best_count > 127) {
      out_.put(0b11111100, 8);
      put_number(out_, best_count / 128);
    }
    out_.put(copies[best].code, copies[best].bits);
    put_number(out_, best_count % 128);
    if (best == 2) std::swap(distance_[0], distance_[2]);
    if (best == 5) std::swap(distance_[3], distance_[5]);
    return best_count;
  }

  std::size_t single(std::size_t at, bool with_recent) {
    const std::byte byte = rows_[at];
    auto* const end = recent_.begin() + recent_count_;
    auto* found = with_recent ? std::find(recent_.begin(), end, byte) : end;
    if (found != end) {
      out_.put(static_cast<std::uint32_t>(0b101111 - (found - recent_.begin())), 6);
    } else if (byte == std::byte{0}) {
      out_.put(0b11111101, 8);
    } else {
      out_.put(0xd00 | std::to_integer<std::uint32_t>(byte), 12);
    }
    if (found == end && recent_count_ < recent_.size()) ++recent_count_;
    if (found == recent_.end()) --found; // the oldest goes
    std::copy_backward(recent_.begin(), found, found + 1);
    recent_[0] = byte;
    return 1;
  }

  Bytes rows_;
  std::size_t row_bytes_;
  std::array<std::int64_t, 6> distance_{};
  std::array<std::byte, 16> recent_{};
  std::size_t recent_count_ = 0;
  BitWriter out_;
};

} // namespace

Buffer encode_hiscoa(Bytes rows, std::size_t row_bytes, const HiScoaParameters& parameters,
                     HiScoaMethod method, HiScoaEnd end) {
  EXPECTS(row_bytes > 0 && !rows.empty() && rows.size() % row_bytes == 0);
  EXPECTS(rows.size() <= largest_hiscoa_band);
  return Encoder(rows, row_bytes, parameters).run(method, end);
}

} // namespace platen::ufr2
