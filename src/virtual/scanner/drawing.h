#pragma once

#include "virtual/scanner/picture.h"

#include <span>

namespace platen::twin::scanner {

// What is asked of a scan, in pixels of its resolution; within the area of the unit, but for up to
// 3 columns that the rounded width adds.
struct ScanArea {
  std::int32_t dpi = 300;
  std::int32_t x = 0, y = 0, width = 0, height = 0;
  bool colour = false;
  std::int32_t channels() const { return colour ? 3 : 1; }
  std::size_t line_bytes() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels());
  }
};

inline constexpr std::int32_t area_width = 636, area_height = 868; // in 1/75 inch

// The lines of one scan of a page: docs/protocols/mp730.md §7 has the rules of every pixel.
class Drawing {
public:
  Drawing(Picture picture, const ScanArea& area, double skew_degrees);
  const ScanArea& area() const { return area_; }
  // One line of the scan, `line` from 0; `into` has its line_bytes().
  void draw(std::int32_t line, std::span<std::uint8_t> into) const;

private:
  struct Colour {
    std::int32_t r = 255, g = 255, b = 255;
  };
  Colour at(std::int64_t column, std::int64_t row) const; // of the picture; white beyond it
  Colour mean(std::int64_t column, std::int64_t row) const;
  Colour nearest(std::int64_t column, std::int64_t row) const;
  Colour turned(std::int64_t column, std::int64_t row) const;
  Colour seen(std::int64_t column, std::int64_t row) const; // by the unit, at its resolution

  const Picture picture_;
  const ScanArea area_;
  const std::int64_t
      shrink_; // whole pixels of the picture for one of the scan; 0: it does not come out even
  const bool skew_;
  const double cos_, sin_;
};

} // namespace platen::twin::scanner
