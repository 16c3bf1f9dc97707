#include "encode/pcl5/replacement_row.h"

#include "encode/equal_bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace platen::encode::pcl5 {

namespace {

constexpr std::size_t shortest_run = 4; // a run of three saves nothing over three bytes more

// Field and further bytes of a number that has `most` as its largest in the command byte.
class Extended {
public:
  Extended(std::size_t value, std::size_t most)
      : field_(std::min(value, most)), rest_(value - field_), more_(value >= most) {}
  std::size_t field() const { return field_; }
  void put_rest(std::byte*& at) const {
    if (!more_) return;
    std::size_t rest = rest_;
    for (; rest >= 255; rest -= 255)
      *at++ = std::byte{255};
    *at++ = static_cast<std::byte>(rest);
  }

private:
  std::size_t field_, rest_;
  bool more_;
};

void put_run(std::byte*& at, std::size_t keep, std::size_t count, std::byte value) {
  const Extended offset(keep, 3), times(count - 2, 31);
  *at++ = static_cast<std::byte>(0x80 | offset.field() << 5 | times.field());
  offset.put_rest(at);
  times.put_rest(at);
  *at++ = value;
}

void put_literal(std::byte*& at, std::size_t keep, Bytes bytes) {
  const Extended offset(keep, 15), count(bytes.size() - 1, 7);
  *at++ = static_cast<std::byte>(offset.field() << 3 | count.field());
  offset.put_rest(at);
  count.put_rest(at);
  std::memcpy(at, bytes.data(), bytes.size());
  at += bytes.size();
}

// Cuts bytes that all have to be set into literals and runs.
void put_bytes(std::byte*& at, std::size_t keep, Bytes bytes) {
  std::size_t literal = 0; // bytes in front that no command sets yet
  for (std::size_t i = 0; i < bytes.size();) {
    std::size_t run = 1;
    while (i + run < bytes.size() && bytes[i + run] == bytes[i])
      ++run;
    const bool all = literal == 0 && run == bytes.size();
    if (run < shortest_run && !(all && run >= 2)) {
      i += run;
      literal += run;
      continue;
    }
    if (literal > 0) put_literal(at, std::exchange(keep, 0), bytes.first(literal));
    put_run(at, std::exchange(keep, 0), run, bytes[i]);
    bytes = bytes.subspan(i + run);
    i = literal = 0;
  }
  if (literal > 0) put_literal(at, keep, bytes);
}

} // namespace

// Worst: a command of two bytes for every second byte, and the further bytes of long numbers.
ReplacementRow::ReplacementRow(std::size_t row_bytes)
    : changed_((row_bytes + 63) / 64 + 1), code_(2 * row_bytes + 16 + row_bytes / 64) {}

Bytes ReplacementRow::encode(Bytes row, Bytes before) {
  const std::size_t size = row.size();
  equal_bytes(row.data(), before.data(), size, changed_);
  const auto next = [&](std::size_t from, bool changed) { // the first such byte, or the end
    while (from < size) {
      const std::uint64_t word = changed ? ~changed_[from / 64] : changed_[from / 64];
      const std::uint64_t bits = word >> (from % 64);
      if (bits != 0) return std::min(size, from + static_cast<std::size_t>(std::countr_zero(bits)));
      from = (from / 64 + 1) * 64;
    }
    return size;
  };
  std::byte* at = code_.data();
  std::size_t done = 0;
  for (std::size_t start = next(0, true); start < size; start = next(done, true)) {
    std::size_t end = next(start, false);
    // One unchanged byte costs no more than the next command's own.
    while (end + 1 < size && next(end, true) == end + 1)
      end = next(end + 1, false);
    put_bytes(at, start - done, row.subspan(start, end - start));
    done = end;
  }
  return {code_.data(), at};
}

} // namespace platen::encode::pcl5
