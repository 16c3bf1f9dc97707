#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <cstdint>
#include <span>

namespace platen::twin::pclxl {

// The page at device resolution: one bit a pixel (1 = toner) until something gray is drawn.
class Canvas {
public:
  Canvas() = default;
  Canvas(std::int32_t width, std::int32_t height);
  std::int32_t width() const { return width_; }
  std::uint64_t bytes() const { return pixels_.size(); }
  std::int32_t height() const { return height_; }
  PixelFormat format() const { return gray_ ? gray8 : mask1; }

  enum class Mix : std::uint8_t { copy, darken };
  // `ink`: packed bits, 1 = toner, `count` pixels from (x, y) on; what lies off the page is cut.
  void put_bits(std::int32_t x, std::int32_t y, Bytes ink, std::int32_t count, Mix mix);
  void put_gray(std::int32_t x, std::int32_t y, std::span<const std::uint8_t> gray,
                Mix mix); // 0 = black
  void make_gray();
  // Pixels [x, x + count) of row y in format(), into `into` (row_bytes(count) long).
  void read(std::int32_t x, std::int32_t y, std::int32_t count, std::span<std::byte> into) const;

private:
  std::byte* row(std::int32_t y) { return pixels_.data() + static_cast<std::size_t>(y) * stride_; }
  const std::byte* row(std::int32_t y) const {
    return pixels_.data() + static_cast<std::size_t>(y) * stride_;
  }

  std::int32_t width_ = 0, height_ = 0;
  std::size_t stride_ = 0;
  bool gray_ = false;
  Buffer pixels_;
};

} // namespace platen::twin::pclxl
