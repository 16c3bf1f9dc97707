#include "calibration/curve.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace platen::calibration {

namespace {

using model::tone_steps;
using Values = std::array<double, tone_steps>; // by ink of 0, 5 .. 100 %

Values seen_areas(const Measurements& measured) {
  const auto& r = measured.reflectance;
  Values areas{};
  for (std::size_t i = 0; i < tone_steps; ++i)
    areas[i] = std::clamp((r.front() - r[i]) / (r.front() - r.back()), 0.0, 1.0);
  return areas;
}

// Neighbours that fall are replaced by their mean, until none does.
Values monotone(const Values& values) {
  struct Block {
    double sum = 0;
    std::size_t count = 0;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Block> blocks;
  for (const double value : values) {
    blocks.push_back({value, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  Values result{};
  std::size_t i = 0;
  for (const Block& block : blocks)
    for (std::size_t n = 0; n < block.count; ++n)
      result[i++] = block.mean();
  result.front() = 0;
  result.back() = 1;
  return result;
}

// Slopes, for steps of 1, with which cubics between the values do not overshoot.
Values slopes(const Values& v) {
  Values slope{};
  const auto rise = [&](std::size_t i) { return v[i + 1] - v[i]; };
  for (std::size_t i = 1; i + 1 < tone_steps; ++i)
    if (rise(i - 1) > 0 && rise(i) > 0) slope[i] = 2 / (1 / rise(i - 1) + 1 / rise(i));
  const auto end = [](double near, double far) {
    return std::clamp((3 * near - far) / 2, 0.0, 3 * near);
  };
  slope.front() = end(rise(0), rise(1));
  slope.back() = end(rise(tone_steps - 2), rise(tone_steps - 3));
  return slope;
}

class SmoothCurve {
public:
  explicit SmoothCurve(const Values& values) : values_(values), slopes_(slopes(values)) {}

  double at(double ink) const { // 0..1
    const double place = ink * static_cast<double>(tone_steps - 1);
    const auto i = std::min(static_cast<std::size_t>(place), tone_steps - 2);
    const double t = place - static_cast<double>(i);
    const double u = 1 - t;
    return values_[i] * (1 + 2 * t) * u * u + slopes_[i] * t * u * u +
           values_[i + 1] * t * t * (3 - 2 * t) - slopes_[i + 1] * t * t * u;
  }

  // The least ink that is seen as `area`.
  double ink_for(double area) const {
    double low = 0, high = 1;
    for (int i = 0; i < 40; ++i) {
      const double middle = (low + high) / 2;
      (at(middle) < area ? low : high) = middle;
    }
    return high;
  }

private:
  Values values_, slopes_;
};

} // namespace

model::ToneAreas linearising(const Measurements& measured) {
  const SmoothCurve seen(monotone(seen_areas(measured)));
  model::ToneAreas areas{};
  for (std::size_t i = 1; i + 1 < tone_steps; ++i) {
    const double ink = static_cast<double>(i) / static_cast<double>(tone_steps - 1);
    areas[i] = static_cast<std::int32_t>(std::lround(1000 * seen.ink_for(ink)));
  }
  areas.back() = 1000;
  return areas;
}

} // namespace platen::calibration
