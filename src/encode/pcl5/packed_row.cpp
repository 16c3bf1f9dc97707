#include "encode/pcl5/packed_row.h"

#include <algorithm>
#include <cstring>

namespace platen::encode::pcl5 {

namespace {
constexpr std::size_t longest = 128;    // bytes that one control byte stands for
constexpr std::size_t shortest_run = 3; // inside literals, two equal bytes are cheaper left alone
} // namespace

// Worst: a run of two or three behind each literal of one costs what it stands for.
PackedRow::PackedRow(std::size_t row_bytes) : runs_(row_bytes, 1), code_(2 * row_bytes + 2) {}

Bytes PackedRow::encode(Bytes row, std::size_t inked, std::size_t limit) {
  std::byte* at = code_.data();
  const std::byte* const full = code_.data() + std::min(limit, code_.size());
  const std::byte* const end = row.data() + inked;
  const auto within = [&](Bytes bytes) {
    if (at >= full || bytes.data() >= end) return Bytes{};
    return bytes.first(std::min(bytes.size(), static_cast<std::size_t>(end - bytes.data())));
  };
  const auto literal = [&](Bytes bytes) {
    for (bytes = within(bytes); !bytes.empty();) {
      const std::size_t now = std::min(bytes.size(), longest);
      *at++ = static_cast<std::byte>(now - 1);
      std::memcpy(at, bytes.data(), now);
      at += now;
      bytes = bytes.subspan(now);
    }
  };
  const auto run = [&](Bytes bytes) {
    for (bytes = within(bytes); !bytes.empty();) {
      const std::size_t now = std::min(bytes.size(), longest);
      // A last single byte has no run code: it is a literal of one.
      *at++ = static_cast<std::byte>(now == 1 ? 0 : 257 - now);
      *at++ = bytes[0];
      bytes = bytes.subspan(now);
    }
  };
  split_runs(runs_, row, 1, shortest_run, literal, run);
  if (at >= full) return {};
  return {code_.data(), at};
}

} // namespace platen::encode::pcl5
