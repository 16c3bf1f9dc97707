#include "worker/linear.h"

#include <cmath>

namespace platen::worker {
namespace {

constexpr double skew = 1e-4; // of what counts as parallel

} // namespace

Linear operator*(const Linear& first, const Linear& then) {
  return {first.a * then.a + first.b * then.c, first.a * then.b + first.b * then.d,
          first.c * then.a + first.d * then.c, first.c * then.b + first.d * then.d};
}

bool keeps_axes(const Linear& m) {
  return std::abs(m.b) <= skew * std::hypot(m.a, m.b) &&
         std::abs(m.c) <= skew * std::hypot(m.c, m.d);
}

bool swaps_axes(const Linear& m) {
  return std::abs(m.a) <= skew * std::hypot(m.a, m.b) &&
         std::abs(m.d) <= skew * std::hypot(m.c, m.d);
}

} // namespace platen::worker
