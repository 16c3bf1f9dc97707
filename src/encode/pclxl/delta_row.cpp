#include "encode/pclxl/delta_row.h"

#include "encode/equal_bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace platen::encode::pclxl {

namespace {

constexpr unsigned most_new_bytes = 8; // in one command
constexpr std::size_t long_keep = 31;  // from here on, further bytes add to the offset

// For the eight bytes behind a changed byte and itself, bit 0 being that byte (1 = changed): how
// many bytes one command sets.
constexpr std::array<std::uint8_t, 256> make_lengths() {
  std::array<std::uint8_t, 256> lengths{};
  for (unsigned window = 1; window < 256; window += 2) {
    unsigned length = 1;
    for (;;) {
      if (length < most_new_bytes && (window >> length & 1) != 0)
        length += 1;
      else if (length + 1 < most_new_bytes && (window >> length & 3) == 2)
        length += 2;
      else
        break;
    }
    lengths[window] = static_cast<std::uint8_t>(length);
  }
  return lengths;
}
constexpr std::array<std::uint8_t, 256> command_lengths = make_lengths();

} // namespace

// Worst: single changes two bytes apart bridge, so nine bytes set eight; three apart, two set
// three.
DeltaRow::DeltaRow(std::size_t row_bytes)
    : changed_((row_bytes + 63) / 64 + 1), code_(2 * row_bytes + 24 + row_bytes / 255) {
  EXPECTS(row_bytes <= 8192);
}

void DeltaRow::append(Bytes row, Bytes before, Buffer& out, std::size_t enough) {
  const std::size_t size = row.size();
  const std::size_t words = (size + 63) / 64;
  equal_bytes(row.data(), before.data(), size, changed_);
  for (std::size_t i = 0; i < words; ++i)
    changed_[i] = ~changed_[i];
  if (size % 64 != 0) changed_[words - 1] &= (std::uint64_t{1} << (size % 64)) - 1;

  std::byte* at = code_.data() + 2;
  const std::byte* const full = at + std::min(enough, code_.size() - 2);
  std::uint64_t bits = 0; // of the bytes from `start` on, `left` of them; then zeros
  std::size_t start = 0, left = 0;
  // Words are little-endian, as equal_bytes() makes them.
  const auto load = [&] {
    std::memcpy(&bits, reinterpret_cast<const std::byte*>(changed_.data()) + start / 8, 8);
    bits >>= start % 8;
    left = 64 - start % 8;
  };
  std::size_t done = 0; // bytes of the row that are right so far
  for (;;) {
    while (bits == 0 && (start += left) < size)
      load();
    if (bits == 0) break;
    const auto shift = static_cast<std::size_t>(std::countr_zero(bits));
    start += shift;
    bits >>= shift;
    left -= shift;
    // Most commands find the bits that they need where the last one left them: the next one need
    // not wait for memory.
    if (left < most_new_bytes) load();
    const std::size_t length = command_lengths[bits & 0xff];

    std::size_t keep = start - done;
    *at++ = static_cast<std::byte>((length - 1) << 5 | std::min(keep, long_keep));
    if (keep >= long_keep) {
      for (keep -= long_keep; keep >= 255; keep -= 255)
        *at++ = std::byte{255};
      *at++ = static_cast<std::byte>(keep);
    }
    // Eight bytes whatever the length: what is too much is written over by the next command.
    if (start + most_new_bytes <= size)
      std::memcpy(at, row.data() + start, most_new_bytes);
    else
      std::memcpy(at, row.data() + start, length);
    at += length;
    start += length;
    bits >>= length;
    left -= length;
    done = start;
    if (at > full) break;
  }
  const std::size_t count = static_cast<std::size_t>(at - code_.data()) - 2;
  code_[0] = static_cast<std::byte>(count & 0xff);
  code_[1] = static_cast<std::byte>(count >> 8);
  out.insert(out.end(), code_.data(), at);
}

} // namespace platen::encode::pclxl
