#include "colour/icc/roots.h"

#include <algorithm>
#include <cmath>

namespace platen::colour {
namespace {

constexpr Triple white{0.9642, 1.0, 0.8249}; // D50, as ICC profiles have it
constexpr double knee = 24.0 / 116.0, offset = 16.0 / 116.0, slope = 841.0 / 108.0;

// What no colour comes near; keeps the numbers of broken profiles finite.
double sane(double v, double low, double high) {
  return v > low ? std::min(v, high) : low;
}

} // namespace

double root(double light) {
  return light > knee * knee * knee ? std::cbrt(light) : slope * light + offset;
}

double light(double root) {
  return root > knee ? root * root * root : (root - offset) / slope;
}

Triple roots_of_lab(double l, double a, double b) {
  const double y = (sane(l, 0, 200) + 16.0) / 116.0;
  return {y + sane(a, -500, 500) / 500.0, y, y - sane(b, -300, 300) / 200.0};
}

Triple light_of_lab(const float* lab) {
  Triple t = roots_of_lab(static_cast<double>(lab[0]), static_cast<double>(lab[1]),
                          static_cast<double>(lab[2]));
  for (double& v : t)
    v = light(v);
  return t;
}

RootGrid own_grid(const DeviceTable& table, LabCode code, std::int32_t refined) {
  RootGrid made{
      .grid = refined * (table.grid - 1) + 1, .points = {}, .curves = &table, .roots = !table.xyz};
  const bool old = code == LabCode::version2;
  const double full = 65535.0 / (old ? 65280.0 : 65535.0), step = 65535.0 / (old ? 256.0 : 257.0);
  for (const auto& [x, y, z] : table.points(refined)) {
    const Triple v{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
    if (table.xyz) {
      Triple& point = made.points.emplace_back();
      for (std::size_t c = 0; c < 3; ++c)
        point[c] = sane(v[c] * 65535.0 / 32768.0 / white[c], -0.1, 3.0);
    } else {
      made.points.push_back(
          roots_of_lab(v[0] * 100.0 * full, v[1] * step - 128.0, v[2] * step - 128.0));
    }
  }
  return made;
}

RootGrid regular_grid(const Evaluator& to_lab, std::int32_t grid) {
  RootGrid made{.grid = grid, .points = {}};
  const auto side = static_cast<std::size_t>(grid);
  std::size_t points = 1;
  for (std::size_t c = 0; c < to_lab.inputs; ++c)
    points *= side;
  std::vector<float> in(side * to_lab.inputs), lab(side * 3); // a line along the last axis
  for (std::size_t first = 0; first < points; first += side) {
    for (std::size_t i = 0; i < side; ++i) {
      std::size_t rest = first + i;
      for (std::size_t c = to_lab.inputs; c-- > 0; rest /= side)
        in[i * to_lab.inputs + c] = static_cast<float>(rest % side) / static_cast<float>(side - 1);
    }
    to_lab.run(in, lab);
    for (std::size_t i = 0; i < lab.size(); i += 3)
      made.points.push_back(roots_of_lab(lab[i], lab[i + 1], lab[i + 2]));
  }
  return made;
}

} // namespace platen::colour
