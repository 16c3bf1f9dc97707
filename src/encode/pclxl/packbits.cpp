#include "encode/pclxl/packbits.h"

#include <algorithm>
#include <cstring>

namespace platen::encode::pclxl {

namespace {
constexpr std::size_t longest = 128;    // bytes that one control byte stands for
constexpr std::size_t shortest_run = 3; // inside literals, two equal bytes are cheaper left alone
} // namespace

// Worst: every run of two or three behind a literal of one costs what it stands for; literals add
// one in 128.
PackBits::PackBits(std::size_t row_bytes) : runs_(row_bytes, 1), code_(2 * row_bytes + 2) {}

void PackBits::append(Bytes row, Buffer& out) {
  std::byte* at = code_.data();
  const auto literal = [&](Bytes bytes) {
    while (!bytes.empty()) {
      const std::size_t now = std::min(bytes.size(), longest);
      *at++ = static_cast<std::byte>(now - 1);
      std::memcpy(at, bytes.data(), now);
      at += now;
      bytes = bytes.subspan(now);
    }
  };
  const auto run = [&](Bytes bytes) {
    while (!bytes.empty()) {
      const std::size_t now = std::min(bytes.size(), longest);
      // A last single byte has no run code: it is a literal of one.
      *at++ = static_cast<std::byte>(now == 1 ? 0 : 257 - now);
      *at++ = bytes[0];
      bytes = bytes.subspan(now);
    }
  };
  split_runs(runs_, row, 1, shortest_run, literal, run);
  out.insert(out.end(), code_.data(), at);
}

} // namespace platen::encode::pclxl
