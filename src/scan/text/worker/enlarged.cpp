#include "scan/text/worker/enlarged.h"

#include <algorithm>

namespace platen::scan {
namespace {

// One row as gray.
void to_gray(const std::byte* row, PageShape shape, std::span<std::byte> into) {
  for (std::size_t x = 0; x < into.size(); ++x) {
    if (shape.format == mask1) { // a 1 is ink
      const bool ink = (row[x / 8] & std::byte{0x80} >> (x % 8)) != std::byte{0};
      into[x] = ink ? std::byte{0} : std::byte{255};
    } else if (shape.format == rgb8) {
      const auto part = [&](std::size_t channel) {
        return std::to_integer<unsigned>(row[3 * x + channel]);
      };
      into[x] = static_cast<std::byte>((part(0) * 77 + part(1) * 150 + part(2) * 29 + 128) >> 8);
    } else {
      into[x] = row[x];
    }
  }
}

// Three parts of the nearer sample and one of the other, as the middles of halves lie.
std::byte between(std::byte near, std::byte far) {
  return static_cast<std::byte>(
      (3 * std::to_integer<unsigned>(near) + std::to_integer<unsigned>(far) + 2) >> 2);
}

void widen(std::span<const std::byte> row, std::span<std::byte> into) {
  for (std::size_t x = 0; x < row.size(); ++x) {
    into[2 * x] = between(row[x], row[x == 0 ? 0 : x - 1]);
    into[2 * x + 1] = between(row[x], row[std::min(x + 1, row.size() - 1)]);
  }
}

} // namespace

Buffer twice_as_large(const std::byte* rows, PageShape shape) {
  const auto width = static_cast<std::size_t>(shape.width);
  const auto height = static_cast<std::size_t>(shape.height);
  const std::size_t row_bytes = shape.format.row_bytes(shape.width);
  Buffer out(4 * width * height);
  Buffer gray(width), above(2 * width), here(2 * width), below(2 * width);
  const auto read = [&](std::size_t y, Buffer& into) {
    to_gray(rows + y * row_bytes, shape, gray);
    widen(gray, into);
  };
  read(0, here);
  above = here;
  for (std::size_t y = 0; y < height; ++y) {
    read(std::min(y + 1, height - 1), below);
    std::byte* const first = out.data() + 4 * width * y;
    for (std::size_t x = 0; x < 2 * width; ++x) {
      first[x] = between(here[x], above[x]);
      first[2 * width + x] = between(here[x], below[x]);
    }
    std::swap(above, here);
    std::swap(here, below);
  }
  return out;
}

} // namespace platen::scan
