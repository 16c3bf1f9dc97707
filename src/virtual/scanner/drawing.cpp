#include "virtual/scanner/drawing.h"

#include <cmath>
#include <numbers>

namespace platen::twin::scanner {

namespace {

// Rec. 601 luma in 1/256.
constexpr std::int32_t red_weight = 77, green_weight = 150, blue_weight = 29;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

} // namespace

Drawing::Drawing(Picture picture, const ScanArea& area, double skew_degrees)
    : picture_(std::move(picture)), area_(area),
      shrink_(picture_.dpi % area.dpi == 0 ? picture_.dpi / area.dpi : 0), skew_(skew_degrees != 0),
      cos_(std::cos(radians(skew_degrees))), sin_(std::sin(radians(skew_degrees))) {}

Drawing::Colour Drawing::at(std::int64_t column, std::int64_t row) const {
  if (!picture_.covers(column, row)) return {};
  const std::uint8_t* pixel =
      picture_.pixel(static_cast<std::int32_t>(column), static_cast<std::int32_t>(row));
  if (picture_.channels == 1) return {pixel[0], pixel[0], pixel[0]};
  return {pixel[0], pixel[1], pixel[2]};
}

Drawing::Colour Drawing::mean(std::int64_t column, std::int64_t row) const {
  Colour sum{0, 0, 0};
  for (std::int64_t y = row * shrink_; y < (row + 1) * shrink_; ++y)
    for (std::int64_t x = column * shrink_; x < (column + 1) * shrink_; ++x) {
      const Colour one = at(x, y);
      sum = {sum.r + one.r, sum.g + one.g, sum.b + one.b};
    }
  const auto count = static_cast<std::int32_t>(shrink_ * shrink_);
  const auto rounded = [count](std::int32_t total) { return (2 * total + count) / (2 * count); };
  return {rounded(sum.r), rounded(sum.g), rounded(sum.b)};
}

Drawing::Colour Drawing::nearest(std::int64_t column, std::int64_t row) const {
  const std::int64_t twice = 2 * std::int64_t{area_.dpi};
  return at((2 * column + 1) * picture_.dpi / twice, (2 * row + 1) * picture_.dpi / twice);
}

// Looks where the pixel was before the sheet was turned.
Drawing::Colour Drawing::turned(std::int64_t column, std::int64_t row) const {
  const double scale = static_cast<double>(picture_.dpi) / area_.dpi;
  const double middle_x = picture_.width / 2.0, middle_y = picture_.height / 2.0;
  const double x = (static_cast<double>(column) + 0.5) * scale - middle_x;
  const double y = (static_cast<double>(row) + 0.5) * scale - middle_y;
  return at(static_cast<std::int64_t>(std::floor(x * cos_ + y * sin_ + middle_x)),
            static_cast<std::int64_t>(std::floor(y * cos_ - x * sin_ + middle_y)));
}

Drawing::Colour Drawing::seen(std::int64_t column, std::int64_t row) const {
  if (column * 75 >= std::int64_t{area_width} * area_.dpi) return {};
  if (skew_) return turned(column, row);
  if (shrink_ == 1) return at(column, row);
  return shrink_ > 0 ? mean(column, row) : nearest(column, row);
}

void Drawing::draw(std::int32_t line, std::span<std::uint8_t> into) const {
  std::uint8_t* to = into.data();
  const std::int64_t row = std::int64_t{area_.y} + line;
  for (std::int32_t i = 0; i < area_.width; ++i) {
    const Colour pixel = seen(std::int64_t{area_.x} + i, row);
    if (area_.colour) {
      *to++ = static_cast<std::uint8_t>(pixel.r);
      *to++ = static_cast<std::uint8_t>(pixel.g);
      *to++ = static_cast<std::uint8_t>(pixel.b);
    } else {
      *to++ = static_cast<std::uint8_t>(
          (red_weight * pixel.r + green_weight * pixel.g + blue_weight * pixel.b + 128) >> 8);
    }
  }
}

} // namespace platen::twin::scanner
