#include "halftone/generate/void_and_cluster.h"

#include <algorithm>
#include <cstdlib>

namespace platen::halftone {

namespace {

constexpr int fraction = 30;
constexpr std::int64_t one = std::int64_t{1} << fraction;

// e^-x for x >= 0 in fixed point: e^-(x / 2^k) by its series, squared k times.
std::int64_t exp_minus(std::int64_t x) {
  int halvings = 0;
  for (; x > one / 8; x /= 2)
    ++halvings;
  std::int64_t sum = one, term = one;
  for (std::int64_t n = 1; n < 9; ++n) {
    term = -(term * x >> fraction) / n;
    sum += term;
  }
  for (; halvings > 0; --halvings)
    sum = sum * sum >> fraction;
  return sum;
}

// How crowded each point is: every set point adds a bell around itself.
class Crowd {
public:
  Crowd(const std::vector<Point>& points, std::int32_t side, std::int32_t sigma_16)
      : points_(points), side_(static_cast<std::size_t>(side)), bell_(side_ * side_),
        energy_(points.size()), set_(points.size()) {
    const std::int64_t twice_sigma_squared = 2 * std::int64_t{sigma_16} * sigma_16; // in 1/256
    for (std::int32_t y = 0; y < side; ++y)
      for (std::int32_t x = 0; x < side; ++x) {
        const std::int64_t dx = std::min(x, side - x), dy = std::min(y, side - y);
        const std::int64_t squared = 256 * (dx * dx + dy * dy);
        bell_[at(x, y)] = exp_minus((squared << fraction) / twice_sigma_squared);
      }
  }

  bool is_set(std::size_t i) const { return set_[i] != 0; }

  void flip(std::size_t i) {
    const std::int64_t sign = is_set(i) ? -1 : 1;
    set_[i] ^= 1;
    const auto side = static_cast<std::int32_t>(side_);
    for (std::size_t other = 0; other < points_.size(); ++other) {
      const std::int32_t dx = std::abs(points_[other].x - points_[i].x);
      const std::int32_t dy = std::abs(points_[other].y - points_[i].y);
      energy_[other] += sign * bell_[at(dx % side, dy % side)];
    }
  }

  std::size_t tightest_cluster() const {
    std::size_t best = points_.size();
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (is_set(i) && (best == points_.size() || energy_[i] > energy_[best])) best = i;
    return best;
  }

  std::size_t largest_void() const {
    std::size_t best = points_.size();
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (!is_set(i) && (best == points_.size() || energy_[i] < energy_[best])) best = i;
    return best;
  }

private:
  std::size_t at(std::int32_t x, std::int32_t y) const {
    return static_cast<std::size_t>(y) * side_ + static_cast<std::size_t>(x);
  }
  const std::vector<Point>& points_;
  std::size_t side_;
  std::vector<std::int64_t> bell_;
  std::vector<std::int64_t> energy_;
  std::vector<std::uint8_t> set_;
};

// A tenth of the points, thrown at random and then moved apart until nothing moves any more.
std::size_t start_pattern(Crowd& crowd, std::size_t points) {
  const std::size_t count = std::max<std::size_t>(1, points / 10);
  std::uint32_t random = 1;
  for (std::size_t set = 0; set < count;) {
    random = random * 1664525U + 1013904223U; // Numerical Recipes' generator
    const std::size_t i = (random >> 8) % points;
    if (crowd.is_set(i)) continue;
    crowd.flip(i);
    ++set;
  }
  for (;;) {
    const std::size_t from = crowd.tightest_cluster();
    crowd.flip(from);
    const std::size_t to = crowd.largest_void();
    crowd.flip(to);
    if (to == from) return count;
  }
}

} // namespace

std::vector<std::uint16_t> void_and_cluster(const std::vector<Point>& points, std::int32_t side,
                                            std::int32_t sigma_16) {
  Crowd crowd(points, side, sigma_16);
  const std::size_t start = start_pattern(crowd, points.size());
  std::vector<std::uint16_t> rank(points.size());
  std::vector<std::size_t> taken;
  for (std::size_t left = start; left > 0; --left) {
    const std::size_t i = crowd.tightest_cluster();
    rank[i] = static_cast<std::uint16_t>(left - 1);
    taken.push_back(i);
    crowd.flip(i);
  }
  for (const std::size_t i : taken)
    crowd.flip(i);
  // Ulichney's second and third phase are one here: what set and unset points add is constant
  // together.
  for (std::size_t next = start; next < points.size(); ++next) {
    const std::size_t i = crowd.largest_void();
    rank[i] = static_cast<std::uint16_t>(next);
    crowd.flip(i);
  }
  return rank;
}

} // namespace platen::halftone
