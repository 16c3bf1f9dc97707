#include "support/similarity.h"

#include <array>
#include <cmath>
#include <string>

namespace platen::support {
namespace {

constexpr int window = 11;
constexpr double sigma = 1.5;
constexpr double c1 = (0.01 * 255) * (0.01 * 255);
constexpr double c2 = (0.03 * 255) * (0.03 * 255);
constexpr double paper = 254.0; // a window this light on average holds no ink

using Weights = std::array<float, window>;

Weights gaussian() {
  Weights weights;
  double sum = 0;
  for (int i = 0; i < window; ++i)
    sum += std::exp(-std::pow(i - window / 2, 2) / (2 * sigma * sigma));
  for (int i = 0; i < window; ++i)
    weights[static_cast<std::size_t>(i)] =
        static_cast<float>(std::exp(-std::pow(i - window / 2, 2) / (2 * sigma * sigma)) / sum);
  return weights;
}

// The weighted sums of one window from which its similarity follows.
struct Moments {
  float a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  void add(const Moments& m, float weight) {
    a += weight * m.a;
    b += weight * m.b;
    aa += weight * m.aa;
    bb += weight * m.bb;
    ab += weight * m.ab;
  }
};

double similarity_of(const Moments& m) {
  const double a = m.a;
  const double b = m.b;
  const double variance_a = m.aa - a * a;
  const double variance_b = m.bb - b * b;
  const double covariance = m.ab - a * b;
  return (2 * a * b + c1) * (2 * covariance + c2) /
         ((a * a + b * b + c1) * (variance_a + variance_b + c2));
}

// One row, summed across: windows that lie wholly inside.
void sum_across(const GreyPage& first, const GreyPage& second, int y, const Weights& weights,
                std::vector<Moments>& sums) {
  for (std::size_t x = 0; x < sums.size(); ++x) {
    Moments sum;
    for (std::size_t i = 0; i < window; ++i) {
      const float a = first.at(static_cast<int>(x + i), y);
      const float b = second.at(static_cast<int>(x + i), y);
      sum.add({a, b, a * a, b * b, a * b}, weights[i]);
    }
    sums[x] = sum;
  }
}

class Mean {
public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double value() const { return count_ == 0 ? 1.0 : sum_ / static_cast<double>(count_); }

private:
  double sum_ = 0;
  std::uint64_t count_ = 0;
};

} // namespace

Result<Similarity> similarity(const GreyPage& first, const GreyPage& second) {
  if (first.width != second.width || first.height != second.height)
    return fail(Errc::invalid, "the pages differ in size: " + std::to_string(first.width) + " x " +
                                   std::to_string(first.height) + " and " +
                                   std::to_string(second.width) + " x " +
                                   std::to_string(second.height) + " pixels");
  if (first.width < window || first.height < window)
    return fail(Errc::invalid, "the pages are smaller than 11 x 11 pixels");

  const Weights weights = gaussian();
  const auto columns = static_cast<std::size_t>(first.width) - window + 1;
  // Row y of the sums stands at y % window: a window's rows are never more than that apart.
  std::array<std::vector<Moments>, window> sums;
  for (auto& row : sums)
    row.resize(columns);
  Mean whole;
  Mean inked;
  for (int y = 0; y < first.height; ++y) {
    sum_across(first, second, y, weights, sums[static_cast<std::size_t>(y % window)]);
    if (y < window - 1) continue;
    for (std::size_t x = 0; x < columns; ++x) {
      Moments moments;
      for (int i = 0; i < window; ++i)
        moments.add(sums[static_cast<std::size_t>((y + 1 + i) % window)][x],
                    weights[static_cast<std::size_t>(i)]);
      const double alike = similarity_of(moments);
      whole.add(alike);
      if (moments.a < paper || moments.b < paper) inked.add(alike);
    }
  }
  return Similarity{whole.value(), inked.value()};
}

} // namespace platen::support
