#include "resample/weights.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::resample {

namespace {

// The two filters on offer. Measured on a step from black to white, enlarged many times, and on the
// frequency response (f in cycles a source sample; 0.5 is the finest that the source holds):
//
//               overshoot  second ring  f = 0.25  f = 0.4   worst alias beyond 0.75
//   spline36       10.6 %      1.9 %      0.995     0.79        -40 dB
//   Lanczos 3      11.8 %      2.3 %      1.011     0.82        -39 dB  (and 0.6 % ripple of a flat
//   tone) Catmull-Rom     7.4 %      none       0.939     0.72        -24 dB Mitchell        3.6 %
//   none       0.845     0.59        -27 dB
//
// spline36 keeps detail as Lanczos 3 does, rings less, and is a polynomial whose values at whole
// numbers sum to exactly 1: it needs no correction and no sine that differs between C libraries.
// Mitchell is for those who want no visible halo at all.
// Sources: Helmut Dersch's panorama tools (spline36); Mitchell and Netravali, SIGGRAPH 1988, B = C
// = 1/3.

// Fixed point with 26 bits behind the point.
constexpr int fraction = 26;
constexpr std::int64_t one = std::int64_t{1} << fraction;

struct Cubic { // ((a x + b) x + c) x + d, each over the common divisor
  std::int64_t a, b, c, d;
};

std::int64_t evaluate(const Cubic& p, std::int64_t divisor, std::int64_t x) {
  std::int64_t sum = p.a * x;
  for (const std::int64_t next : {p.b, p.c})
    sum = ((sum + next * one) * x) >> fraction;
  return (sum + p.d * one) / divisor;
}

struct Piecewise {
  std::int64_t divisor;
  std::int32_t support;       // pieces of length 1 on the positive side; the filter is symmetric
  std::array<Cubic, 3> piece; // each from 0 to 1 in its own piece
};

constexpr Piecewise spline36{
    209, 3, {{{247, -453, -3, 209}, {-114, 270, -156, 0}, {19, -45, 26, 0}}}};
// Mitchell's second piece, rewritten for x - 1.
constexpr Piecewise mitchell{18, 2, {{{21, -36, 0, 16}, {-7, 15, -9, 1}, {0, 0, 0, 0}}}};

std::int64_t value(const Piecewise& filter, std::int64_t x) {
  const std::int64_t piece = x >> fraction;
  if (piece >= filter.support) return 0;
  return evaluate(filter.piece[static_cast<std::size_t>(piece)], filter.divisor, x & (one - 1));
}

struct Axis {
  std::int64_t source, destination;
  const Piecewise* filter; // nullptr: identity
};

struct Window {
  std::int32_t start = 0;
  std::vector<std::int64_t> weights;
};

// Beyond its ends the source goes on as its own mirror image: 1, 0 | 0, 1, 2 .. So textures run on,
// and the weights of samples outside are simply added to those of samples inside.
std::int64_t mirrored(std::int64_t k, std::int64_t size) {
  const std::int64_t period = 2 * size;
  const std::int64_t phase = (k % period + period) % period;
  return phase < size ? phase : period - 1 - phase;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// Output i's centre lies at ((2 i + 1) source / destination - 1) / 2; distances are counted in
// 1 / (2 destination) source samples, and the filter is widened by source / destination where that
// is > 1. The window inside the source also holds the mirror images of what lies outside.
void make_window(const Axis& axis, std::int64_t i, Window& window) {
  const std::int64_t centre = (2 * i + 1) * axis.source - axis.destination;
  const std::int64_t unit = 2 * axis.destination;
  const std::int64_t scale = 2 * std::max(axis.source, axis.destination);
  const std::int64_t reach = scale * axis.filter->support;
  const std::int64_t low = floor_divide(centre - reach, unit) + 1;
  const std::int64_t high = -floor_divide(-(centre + reach), unit) - 1;
  const std::int64_t start = std::clamp(low, std::int64_t{0}, axis.source - 1);
  const std::int64_t end = std::clamp(high, start, axis.source - 1);
  window.start = static_cast<std::int32_t>(start);
  window.weights.assign(static_cast<std::size_t>(end - start + 1), 0);
  for (std::int64_t k = low; k <= high; ++k) {
    const std::int64_t distance = (std::abs(centre - k * unit) << fraction) / scale;
    const std::int64_t place = std::clamp(mirrored(k, axis.source), start, end) - start;
    window.weights[static_cast<std::size_t>(place)] += value(*axis.filter, distance);
  }
}

// Rounds so that the running sum is right: the total is exact and no tone drifts.
void round_weights(const Window& window, std::int16_t* out) {
  std::int64_t total = 0;
  for (const std::int64_t weight : window.weights)
    total += weight;
  std::int64_t running = 0, given = 0;
  for (const std::int64_t weight : window.weights) {
    running += weight;
    const std::int64_t twice = (running << (weight_bits + 1)) + total;
    const std::int64_t until = floor_divide(twice, 2 * total); // nearest, halves up
    *out++ = static_cast<std::int16_t>(until - given);
    given = until;
  }
}

} // namespace

namespace {

// The main lobe reaches a sample of the coarser of the two grids to each side; enlarged, it holds
// the two samples around the output.
void add_limits(std::int64_t source, std::int64_t destination, std::int64_t i, Weights& weights) {
  const std::int64_t centre = (2 * i + 1) * source - destination;
  const std::int64_t unit = 2 * destination;
  weights.bracket.push_back(static_cast<std::int32_t>(floor_divide(centre, unit)));
  if (source < destination) return;
  const std::int64_t reach = 2 * source;
  const std::int64_t low = floor_divide(centre - reach, unit) + 1;
  const std::int64_t high = -floor_divide(-(centre + reach), unit) - 1;
  const std::int64_t first = std::clamp(low, std::int64_t{0}, source - 1);
  const std::int64_t last = std::clamp(high, first, source - 1);
  weights.lobe_first.push_back(static_cast<std::int32_t>(first));
  weights.lobe_count.push_back(static_cast<std::int32_t>(last - first + 1));
}

} // namespace

Weights make_weights(std::int32_t source, std::int32_t destination, std::int32_t first,
                     std::int32_t count, Kernel kernel, std::int32_t multiple, Ringing ringing) {
  EXPECTS(source > 0 && destination > 0 && multiple > 0);
  const auto outputs = static_cast<std::size_t>(count);
  std::vector<Window> windows(outputs);
  std::size_t most = 1;
  for (std::size_t i = 0; i < outputs; ++i) {
    const std::int64_t output = std::int64_t{first} + static_cast<std::int64_t>(i);
    if (source == destination) {
      windows[i] = {static_cast<std::int32_t>(output), {one}};
    } else {
      const Axis axis{source, destination, kernel == Kernel::mitchell ? &mitchell : &spline36};
      make_window(axis, output, windows[i]);
    }
    most = std::max(most, windows[i].weights.size());
  }
  const auto step = static_cast<std::size_t>(multiple);
  most = (most + step - 1) / step * step;
  Weights weights;
  weights.taps = static_cast<std::int32_t>(most);
  weights.weight.resize(outputs * most);
  const bool limited = ringing == Ringing::limited && source != destination;
  for (std::size_t i = 0; i < outputs; ++i) {
    weights.start.push_back(windows[i].start);
    round_weights(windows[i], weights.weight.data() + i * most);
    if (limited)
      add_limits(source, destination, std::int64_t{first} + static_cast<std::int64_t>(i), weights);
  }
  return weights;
}

} // namespace platen::resample
