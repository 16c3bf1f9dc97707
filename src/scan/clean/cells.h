#pragma once

#include "image/image.h"

#include <array>
#include <vector>

namespace platen::scan::cleaning {

// One 8-bit value a place.
struct Plane {
  std::int32_t width = 0, height = 0;
  std::vector<std::uint8_t> values;

  Plane() = default;
  Plane(std::int32_t w, std::int32_t h, std::uint8_t value = 0)
      : width(w), height(h),
        values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
  std::size_t index(std::int32_t x, std::int32_t y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
  std::uint8_t at(std::int32_t x, std::int32_t y) const { return values[index(x, y)]; }
  std::uint8_t& at(std::int32_t x, std::int32_t y) { return values[index(x, y)]; }
  std::span<const std::uint8_t> row(std::int32_t y) const {
    return std::span(values).subspan(index(0, y), static_cast<std::size_t>(width));
  }
  std::span<std::uint8_t> row(std::int32_t y) {
    return std::span(values).subspan(index(0, y), static_cast<std::size_t>(width));
  }
};

// A page made small: the mean of each square of pixels, halves up. What is left over at the right
// and at the bottom is in no square.
struct Cells {
  std::int32_t pixels = 1;    // of the page, along a square's side
  std::int32_t per_inch = 75; // squares
  Plane gray;                 // lightness, 0 = black
  std::vector<Plane> rgb;     // three, or none of a gray page

  // Cells in so many hundredths of a millimetre, rounded, at least 1.
  std::int32_t of(Hmm length) const {
    return std::max<std::int32_t>(1, px_nearest(length, Dpi{per_inch}).v);
  }
};

// gray8 or rgb8, at least `pixels` wide and high.
Cells reduced(ConstBand page, std::int32_t pixels, Dpi resolution);
Cells halved(const Cells& cells); // at least 2 wide and high

// Lightness by the weights of ITU-R BT.601, in 1/256.
constexpr std::uint8_t lightness(unsigned red, unsigned green, unsigned blue) {
  return static_cast<std::uint8_t>((77 * red + 150 * green + 29 * blue + 128) >> 8);
}

} // namespace platen::scan::cleaning
