#include "support/scaling_measures.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace platen::test {

namespace {

constexpr double low = 0.2, high = 0.8;

double contrast_db(double variance, double full) {
  return 10 * std::log10(std::max(variance, 1e-12) / full);
}

// The local frequency of the zone plate, in cycles a sample of the scaled picture.
double ring_frequency(const GrayImage& scaled, double scale, std::size_t x, std::size_t y) {
  const double side = static_cast<double>(scaled.width) / scale;
  const double u = ((static_cast<double>(x) + 0.5) / scale - side / 2) / (side / 2);
  const double v = ((static_cast<double>(y) + 0.5) / scale - side / 2) / (side / 2);
  return 0.5 * std::hypot(u, v) / scale;
}

} // namespace

std::vector<std::uint16_t> samples16(const GrayImage& image) {
  std::vector<std::uint16_t> samples;
  for (const double v : image.samples)
    samples.push_back(static_cast<std::uint16_t>(std::lround(std::clamp(v, 0.0, 1.0) * 65535)));
  return samples;
}

GrayImage from_samples16(std::size_t width, std::size_t height,
                         const std::vector<std::uint16_t>& samples) {
  GrayImage image{width, height, {}};
  for (const std::uint16_t v : samples)
    image.samples.push_back(v / 65535.0);
  return image;
}

GrayImage step_edge(std::size_t width, std::size_t height) {
  GrayImage image{width, height, {}};
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x)
      image.samples.push_back(x < width / 2 ? low : high);
  return image;
}

double overshoot(const GrayImage& scaled) {
  const auto [least, most] = std::minmax_element(scaled.samples.begin(), scaled.samples.end());
  return std::max(low - *least, *most - high) / (high - low);
}

double mtf50(const GrayImage& scaled, double scale) {
  const std::size_t y = scaled.height / 2;
  // The line spread function, and its spectrum at rising frequencies.
  std::vector<double> spread;
  for (std::size_t x = 0; x + 1 < scaled.width; ++x)
    spread.push_back(scaled.at(x + 1, y) - scaled.at(x, y));
  const auto contrast = [&](double cycles) {
    std::complex<double> sum = 0;
    for (std::size_t x = 0; x < spread.size(); ++x)
      sum += spread[x] * std::polar(1.0, -2 * std::numbers::pi * cycles * static_cast<double>(x));
    return std::abs(sum) / (high - low);
  };
  const double coarse = std::max(1.0, scale); // samples of the result to one of the coarser grid
  for (double f = 0.01; f < 1; f += 0.002)
    if (contrast(f / coarse) < 0.5) return f;
  return 1;
}

GrayImage zone_plate(std::size_t side) {
  GrayImage image{side, side, {}};
  const double half = static_cast<double>(side) / 2;
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t x = 0; x < side; ++x) {
      const double u = static_cast<double>(x) + 0.5 - half, v = static_cast<double>(y) + 0.5 - half;
      // Half a cycle a sample at the distance `half`.
      image.samples.push_back(0.5 +
                              0.4 * std::cos(std::numbers::pi * (u * u + v * v) / (2 * half)));
    }
  return image;
}

ZonePlateFigures zone_plate_figures(const GrayImage& scaled, double scale) {
  double kept = 0, alias = 0;
  std::size_t kept_count = 0, alias_count = 0;
  constexpr std::size_t border = 4; // what lies beyond it is made up
  for (std::size_t y = border; y + border < scaled.height; ++y)
    for (std::size_t x = border; x + border < scaled.width; ++x) {
      const double f = ring_frequency(scaled, scale, x, y);
      const double apart = scaled.at(x, y) - 0.5;
      if (f > 0.05 && f < 0.25) kept += apart * apart, ++kept_count;
      if (f > 0.75) alias += apart * apart, ++alias_count;
    }
  constexpr double full = 0.4 * 0.4 / 2;
  return {contrast_db(kept / static_cast<double>(std::max<std::size_t>(1, kept_count)), full),
          contrast_db(alias / static_cast<double>(std::max<std::size_t>(1, alias_count)), full)};
}

} // namespace platen::test
