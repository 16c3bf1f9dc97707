#include "virtual/pclxl/canvas.h"

#include <algorithm>
#include <cstring>

namespace platen::twin::pclxl {

namespace {

unsigned bit(const std::byte* bits, std::int32_t x) {
  return std::to_integer<unsigned>(bits[x >> 3]) >> (7 - (x & 7)) & 1u;
}

// The first `count` bits of a byte.
std::byte leading(std::int32_t count) {
  return static_cast<std::byte>(0xff00 >> count & 0xff);
}

void mix_into(std::byte& target, std::byte ink, std::byte mask, Canvas::Mix mix) {
  if (mix == Canvas::Mix::copy) target &= ~mask;
  target |= ink & mask;
}

} // namespace

Canvas::Canvas(std::int32_t width, std::int32_t height)
    : width_(width), height_(height), stride_(mask1.row_bytes(width)),
      pixels_(stride_ * static_cast<std::size_t>(height)) {
  EXPECTS(width > 0 && height > 0);
}

void Canvas::make_gray() {
  if (gray_) return;
  Buffer gray(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
  std::size_t at = 0;
  for (std::int32_t y = 0; y < height_; ++y)
    for (std::int32_t x = 0; x < width_; ++x)
      gray[at++] = bit(row(y), x) ? std::byte{0} : std::byte{255};
  pixels_ = std::move(gray);
  stride_ = static_cast<std::size_t>(width_);
  gray_ = true;
}

void Canvas::put_bits(std::int32_t x, std::int32_t y, Bytes ink, std::int32_t count, Mix mix) {
  if (y < 0 || y >= height_) return;
  const std::int32_t first = std::max(0, -x), end = std::min(count, width_ - x);
  if (first >= end) return;
  if (gray_) {
    for (std::int32_t i = first; i < end; ++i) {
      const std::uint8_t value = bit(ink.data(), i) ? 0 : 255;
      put_gray(x + i, y, std::span(&value, 1), mix);
    }
    return;
  }
  std::byte* target = row(y);
  for (std::int32_t i = first; i < end;) { // up to the end of a source byte or of a target byte
    const std::int32_t in_source = 8 - (i & 7), in_target = 8 - ((x + i) & 7);
    const std::int32_t n = std::min({in_source, in_target, end - i});
    const std::byte bits = ink[static_cast<std::size_t>(i >> 3)] << (i & 7);
    mix_into(target[(x + i) >> 3], bits >> ((x + i) & 7), leading(n) >> ((x + i) & 7), mix);
    i += n;
  }
}

void Canvas::put_gray(std::int32_t x, std::int32_t y, std::span<const std::uint8_t> gray, Mix mix) {
  make_gray();
  if (y < 0 || y >= height_) return;
  const std::int32_t count = static_cast<std::int32_t>(gray.size());
  const std::int32_t first = std::max(0, -x), end = std::min(count, width_ - x);
  for (std::int32_t i = first; i < end; ++i) {
    std::byte& target = row(y)[x + i];
    const std::byte value{gray[static_cast<std::size_t>(i)]};
    target = mix == Mix::darken ? std::min(target, value) : value;
  }
}

void Canvas::read(std::int32_t x, std::int32_t y, std::int32_t count,
                  std::span<std::byte> into) const {
  EXPECTS(x >= 0 && y >= 0 && count > 0 && x + count <= width_ && y < height_);
  EXPECTS(into.size() == format().row_bytes(count));
  if (gray_) {
    std::memcpy(into.data(), row(y) + x, into.size());
    return;
  }
  const std::byte* from = row(y) + (x >> 3);
  const int shift = x & 7;
  const std::size_t held = stride_ - static_cast<std::size_t>(x >> 3);
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i] = from[i] << shift;
    if (shift != 0 && i + 1 < held) into[i] |= from[i + 1] >> (8 - shift);
  }
}

} // namespace platen::twin::pclxl
