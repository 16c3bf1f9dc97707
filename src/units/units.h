#pragma once

#include <compare>
#include <cstdint>

namespace platen {

// Lengths. Each is its own type; a conversion to device pixels names its rounding.
struct Hmm { // hundredths of a millimetre, as IPP media-col counts; exactly 1/2540 inch
  std::int32_t v = 0;
  constexpr auto operator<=>(const Hmm&) const = default;
};
struct Dpi { // device pixels per inch; x and y are kept apart where they may differ
  std::int32_t v = 0;
  constexpr auto operator<=>(const Dpi&) const = default;
};
struct Px { // device pixels
  std::int32_t v = 0;
  constexpr auto operator<=>(const Px&) const = default;
};
struct Points { // 1/72 inch, real, as PDF counts
  double v = 0;
  constexpr auto operator<=>(const Points&) const = default;
};

constexpr Hmm operator+(Hmm a, Hmm b) { return {a.v + b.v}; }
constexpr Hmm operator-(Hmm a, Hmm b) { return {a.v - b.v}; }
constexpr Hmm operator-(Hmm a) { return {-a.v}; }
constexpr Px operator+(Px a, Px b) { return {a.v + b.v}; }
constexpr Px operator-(Px a, Px b) { return {a.v - b.v}; }

inline constexpr std::int64_t hmm_per_inch = 2540;

namespace detail {
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}
} // namespace detail

constexpr Px px_floor(Hmm length, Dpi dpi) {
  return {static_cast<std::int32_t>(
      detail::floor_divide(std::int64_t{length.v} * dpi.v, hmm_per_inch))};
}
constexpr Px px_ceil(Hmm length, Dpi dpi) {
  return {static_cast<std::int32_t>(
      -detail::floor_divide(-std::int64_t{length.v} * dpi.v, hmm_per_inch))};
}
// Halves round up.
constexpr Px px_nearest(Hmm length, Dpi dpi) {
  return {static_cast<std::int32_t>(detail::floor_divide(
      2 * std::int64_t{length.v} * dpi.v + hmm_per_inch, 2 * hmm_per_inch))};
}
constexpr Hmm hmm_nearest(Px length, Dpi dpi) {
  return {static_cast<std::int32_t>(
      detail::floor_divide(2 * std::int64_t{length.v} * hmm_per_inch + dpi.v, 2 * std::int64_t{dpi.v}))};
}
constexpr double inches(Hmm length) { return static_cast<double>(length.v) / hmm_per_inch; }
constexpr double millimetres(Hmm length) { return static_cast<double>(length.v) / 100.0; }
constexpr Points to_points(Hmm length) { return {inches(length) * 72.0}; }
// Rounded to the nearest hundredth of a millimetre.
constexpr Hmm to_hmm(Points length) {
  const double hundredths = length.v * 2540.0 / 72.0;
  return {static_cast<std::int32_t>(hundredths < 0 ? hundredths - 0.5 : hundredths + 0.5)};
}

static_assert(px_nearest(Hmm{21000}, Dpi{600}) == Px{4961}); // A4 width
static_assert(px_floor(Hmm{-1}, Dpi{600}) == Px{-1});
static_assert(px_ceil(Hmm{21000}, Dpi{600}) == Px{4961});

} // namespace platen
