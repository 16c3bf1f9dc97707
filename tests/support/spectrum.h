#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace platen::test {

// The power spectrum of a square picture, side * side values, side a power of two: under a Hann
// window, because what repeats in it need not repeat in the side. power[v * side + u] is that of u
// and v cycles a side; those above side / 2 are negative.
class Spectrum {
public:
  Spectrum(std::span<const double> picture, std::size_t side) : side_(side), plane_(side * side) {
    double mean = 0;
    for (const double value : picture)
      mean += value / static_cast<double>(picture.size());
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t x = 0; x < side; ++x)
        plane_[y * side + x] = (picture[y * side + x] - mean) * window(x) * window(y);
    std::vector<std::complex<double>> line(side);
    for (std::size_t y = 0; y < side; ++y)
      transform(std::span(plane_).subspan(y * side, side));
    for (std::size_t x = 0; x < side; ++x) {
      for (std::size_t y = 0; y < side; ++y)
        line[y] = plane_[y * side + x];
      transform(line);
      for (std::size_t y = 0; y < side; ++y)
        plane_[y * side + x] = line[y];
    }
  }

  double power(std::size_t u, std::size_t v) const { return std::norm(plane_[v * side_ + u]); }
  // Cycles a pixel, -0.5 .. 0.5.
  double frequency(std::size_t u) const {
    const auto signed_u =
        static_cast<double>(u) - (2 * u >= side_ ? static_cast<double>(side_) : 0);
    return signed_u / static_cast<double>(side_);
  }

  struct Peak {
    double fx = 0, fy = 0, power = 0; // cycles a pixel
    double frequency() const { return std::hypot(fx, fy); }
    double degrees() const { return std::atan2(fy, fx) * 180 / std::numbers::pi; }
  };
  // The strongest line between two frequencies, fy >= 0; its place to a part of a line, by the
  // centre of power of what the window made of it.
  Peak peak(double from, double to) const {
    std::size_t best_u = 0, best_v = 0;
    double best = -1;
    for (std::size_t v = 0; v < side_ / 2; ++v)
      for (std::size_t u = 0; u < side_; ++u) {
        const double f = std::hypot(frequency(u), frequency(v));
        if (f < from || f >= to || power(u, v) <= best) continue;
        best = power(u, v);
        best_u = u;
        best_v = v;
      }
    Peak found{0, 0, best};
    double sum = 0;
    for (std::size_t dv = 0; dv < 5; ++dv)
      for (std::size_t du = 0; du < 5; ++du) {
        const std::size_t u = (best_u + side_ + du - 2) % side_;
        const std::size_t v = (best_v + side_ + dv - 2) % side_;
        found.fx += frequency(u) * power(u, v);
        found.fy += frequency(v) * power(u, v);
        sum += power(u, v);
      }
    if (sum > 0) found.fx /= sum;
    if (sum > 0) found.fy /= sum;
    return found;
  }

  // All power between two frequencies.
  double sum(double from, double to) const {
    double total = 0;
    for (std::size_t v = 0; v < side_; ++v)
      for (std::size_t u = 0; u < side_; ++u) {
        const double f = std::hypot(frequency(u), frequency(v));
        if (f >= from && f < to) total += power(u, v);
      }
    return total;
  }

private:
  double window(std::size_t i) const {
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                static_cast<double>(side_));
  }

  // Cooley and Tukey, in place.
  static void transform(std::span<std::complex<double>> line) {
    const std::size_t n = line.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
      std::size_t bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1)
        j ^= bit;
      j ^= bit;
      if (i < j) std::swap(line[i], line[j]);
    }
    for (std::size_t length = 2; length <= n; length *= 2) {
      const auto turn = std::polar(1.0, -2 * std::numbers::pi / static_cast<double>(length));
      for (std::size_t start = 0; start < n; start += length) {
        std::complex<double> w = 1;
        for (std::size_t k = start; k < start + length / 2; ++k, w *= turn) {
          const std::complex<double> odd = line[k + length / 2] * w;
          line[k + length / 2] = line[k] - odd;
          line[k] += odd;
        }
      }
    }
  }

  std::size_t side_;
  std::vector<std::complex<double>> plane_;
};

} // namespace platen::test
