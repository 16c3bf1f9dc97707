#pragma once

#include "image/image.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace platen::scan {

// Makes a client's rows of a device's: its colours, tones and width. What is wider than the page is
// cut off at the right, what is narrower becomes white there.
class RowMaker {
public:
  // `from`, `to`: gray8, rgb8 or mask1. brightness, contrast: -100 to 100; threshold: 0 to 255, for
  // mask1: samples below it are ink.
  RowMaker(PixelFormat from, std::int32_t from_width, PixelFormat to, std::int32_t to_width,
           std::int32_t brightness, std::int32_t contrast, std::int32_t threshold);

  // One row each; `out` has the row bytes of `to`.
  void make(std::span<const std::byte> in, std::span<std::byte> out);

private:
  void fetch(std::span<const std::byte> in);
  void fetch_gray(std::span<const std::byte> in);
  void fetch_color(std::span<const std::byte> in);
  void pack(std::span<std::byte> out) const;

  PixelFormat from_, to_;
  std::int32_t common_width_; // that both have
  std::int32_t threshold_;
  std::array<std::uint8_t, 256> tone_{};
  std::vector<std::uint8_t> samples_; // gray, or rgb where that is wanted
};

} // namespace platen::scan
