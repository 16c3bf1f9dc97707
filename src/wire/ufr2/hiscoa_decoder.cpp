#include "wire/ufr2/hiscoa.h"

#include <algorithm>
#include <array>
#include <optional>

// Written from docs/protocols/ufr2-lt.md §5; shares nothing with the encoder (ADR 6).
namespace platen::ufr2 {

namespace {

constexpr std::uint8_t disguise = 0x43;

// The bits of a stream, the highest first. Behind its end come ones, and ended() tells it.
class BitReader {
public:
  explicit BitReader(Bytes stream) : stream_(stream) {}

  std::uint32_t bit() {
    const std::size_t byte = position_ / 8;
    const auto shift = static_cast<unsigned>(7 - position_ % 8);
    ++position_;
    if (byte >= stream_.size()) return 1;
    return (std::to_integer<std::uint32_t>(stream_[byte]) ^ disguise) >> shift & 1U;
  }
  std::uint32_t bits(unsigned count) {
    std::uint32_t value = 0;
    for (; count > 0; --count)
      value = value << 1 | bit();
    return value;
  }
  // How many ones come before a zero, which is read too; at most `most`, and then none is.
  unsigned ones(unsigned most) {
    unsigned count = 0;
    while (count < most && bit() != 0)
      ++count;
    return count;
  }
  bool ended() const { return position_ > 8 * stream_.size(); }
  std::size_t position() const { return position_; }

private:
  Bytes stream_;
  std::size_t position_ = 0;
};

std::size_t number(BitReader& in) {
  const unsigned order = in.ones(6);
  if (order == 6) return 0;
  if (order == 0) return in.bit() == 0 ? 1 : in.bit() != 0 ? 2 : 3;
  return (std::size_t{1} << (order + 2)) - 1 - in.bits(order + 1);
}

// The bytes that came last, the newest first.
class Stash {
public:
  // unique: a byte that is in it already moves to the front; else it is there twice.
  explicit Stash(bool unique) : unique_(unique) {}

  void push(std::byte byte) {
    auto* const end = bytes_.begin() + count_;
    auto* at = unique_ ? std::find(bytes_.begin(), end, byte) : end;
    if (at == end && count_ < bytes_.size()) ++count_;
    if (at == bytes_.end()) --at;
    std::copy_backward(bytes_.begin(), at, at + 1);
    bytes_[0] = byte;
  }
  std::optional<std::byte> take(std::size_t index) {
    if (index >= count_) return std::nullopt;
    const std::byte byte = bytes_[index];
    std::copy_backward(bytes_.begin(), bytes_.begin() + index, bytes_.begin() + index + 1);
    bytes_[0] = byte;
    return byte;
  }

private:
  bool unique_;
  std::array<std::byte, 16> bytes_{};
  std::size_t count_ = 0;
};

class Decoder {
public:
  Decoder(Bytes stream, const HiScoaParameters& p, HiScoaShape shape)
      : in_(stream), shape_(shape), size_(shape.row_bytes * shape.rows) {
    const auto row = static_cast<std::int64_t>(shape.row_bytes);
    distance_[0] = p.step0 * row + p.l0;
    distance_[2] = p.step2 * row + p.l2;
    distance_[3] = p.l3;
    distance_[4] = p.l4;
    distance_[5] = p.l5;
  }

  Result<HiScoaBand> run() {
    while (!ended_) {
      start_ = in_.position();
      TRY_VOID(command());
    }
    if (band_.rows.size() != size_)
      return fault("the band ends after " + std::to_string(band_.rows.size()) + " of " +
                   std::to_string(size_) + " bytes");
    if (in_.position() % 8 != 0 &&
        in_.bits(static_cast<unsigned>(8 - in_.position() % 8)) + 1 != 1U << padding())
      return fault("the padding after the end is not all ones");
    band_.stream_bytes = in_.position() / 8;
    return std::move(band_);
  }

private:
  unsigned padding() const { return static_cast<unsigned>((8 - end_ % 8) % 8); }

  Failure fault(std::string what, Errc code = Errc::malformed) const {
    return fail(code, "Hi-SCoA, bit " + std::to_string(start_) + ": " + std::move(what),
                start_ / 8);
  }

  Result<void> command() {
    const unsigned opcode = in_.ones(8);
    switch (opcode) {
    case 0:
      return copy(0);
    case 1:
      return recent(15 - in_.bits(4));
    case 2:
      if (in_.bit() != 0) return literal(static_cast<std::byte>(in_.bits(8)));
      TRY_VOID(copy(2));
      std::swap(distance_[0], distance_[2]);
      return {};
    case 3:
    case 4:
      return copy(opcode);
    case 5:
      TRY_VOID(copy(5));
      std::swap(distance_[3], distance_[5]);
      return {};
    case 6:
      if (in_.bit() != 0) return literal(std::byte{0});
      return prefix();
    case 7:
      return end();
    default:
      return fault(in_.ended() ? "the stream ends before the band"
                               : "eight ones, which is no command");
    }
  }

  // What holds after the operand of every command was read.
  Result<void> whole(bool takes_prefix) {
    if (in_.ended()) return fault("the stream ends within a command");
    if (prefix_ && !takes_prefix) return fault("a prefix stands before something else than a copy");
    return {};
  }
  Result<void> room(std::size_t count) const {
    if (count > size_ - band_.rows.size())
      return fault("more than the " + std::to_string(size_) + " bytes that the band has");
    return {};
  }

  Result<void> prefix() {
    const std::size_t blocks = number(in_);
    TRY_VOID(whole(false));
    prefix_ = 128 * blocks;
    return {};
  }

  Result<void> literal(std::byte byte) {
    TRY_VOID(whole(false));
    TRY_VOID(room(1));
    moved_.push(byte);
    doubled_.push(byte);
    band_.rows.push_back(byte);
    return {};
  }

  // The sources disagree on whether a literal that the stash has already is in it once or twice.
  Result<void> recent(std::size_t index) {
    TRY_VOID(whole(false));
    TRY_VOID(room(1));
    const auto byte = moved_.take(index);
    if (const auto other = doubled_.take(index); byte != other)
      return fault("recent byte " + std::to_string(index) +
                       " after a literal that repeats one: the sources disagree on what it is",
                   Errc::unsupported);
    if (!byte) return fault("recent byte " + std::to_string(index) + ", of which there are fewer");
    band_.rows.push_back(*byte);
    return {};
  }

  Result<void> copy(std::size_t which) {
    const std::size_t count = prefix_.value_or(0) + number(in_);
    TRY_VOID(whole(true));
    prefix_.reset();
    TRY_VOID(room(count));
    const std::int64_t distance = distance_[which];
    const std::size_t at = band_.rows.size();
    if (distance <= 0 || static_cast<std::uint64_t>(distance) > at)
      return fault("a copy from " + std::to_string(distance) + " bytes back, at byte " +
                   std::to_string(at) + " of the band");
    if (count > 0 && at / shape_.row_bytes != (at + count - 1) / shape_.row_bytes)
      ++band_.row_crossings;
    // Byte by byte: a copy may read what it has just written.
    for (std::size_t i = 0; i < count; ++i)
      band_.rows.push_back(band_.rows[at + i - static_cast<std::size_t>(distance)]);
    return {};
  }

  Result<void> end() {
    const std::uint32_t kind = in_.bits(2);
    TRY_VOID(whole(false));
    if (kind > 1)
      return fault("an end of kind " + std::to_string(kind) + ", which no source knows",
                   Errc::unsupported);
    band_.end = static_cast<HiScoaEnd>(kind);
    end_ = in_.position();
    ended_ = true;
    return {};
  }

  BitReader in_;
  HiScoaShape shape_;
  std::size_t size_;
  std::array<std::int64_t, 6> distance_{};
  Stash moved_{true}, doubled_{false};
  std::optional<std::size_t> prefix_;
  HiScoaBand band_;
  std::size_t start_ = 0; // of the present command, in bits
  std::size_t end_ = 0;
  bool ended_ = false;
};

} // namespace

Result<HiScoaBand> decode_hiscoa(Bytes stream, const HiScoaParameters& parameters,
                                 HiScoaShape shape) {
  TRY(const std::size_t size, checked_multiply(shape.row_bytes, shape.rows, "a band's size"));
  if (size == 0) return fail(Errc::malformed, "a Hi-SCoA band without rows");
  if (size > largest_hiscoa_band)
    return fail(Errc::limit, "a Hi-SCoA band of " + std::to_string(size) + " bytes; the most is " +
                                 std::to_string(largest_hiscoa_band));
  return Decoder(stream, parameters, shape).run();
}

} // namespace platen::ufr2
