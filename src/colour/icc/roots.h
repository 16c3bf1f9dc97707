#pragma once

#include "colour/icc/device_table.h"
#include "colour/icc/transform.h"

#include <array>
#include <optional>
#include <vector>

namespace platen::colour {

// X, Y and Z relative to white (or what stands for them in Lab: see root()).
using Triple = std::array<double, 3>;

// The function of CIE Lab that makes lightness of light, and its inverse. Lab is linear in the
// roots of X, Y and Z, and so is what lies between the points of a profile's table.
double root(double light);
double light(double root);
Triple roots_of_lab(double l, double a, double b);
Triple light_of_lab(const float* lab);

// Roots, or light itself, on a regular grid, the first input slowest.
struct RootGrid {
  std::int32_t grid = 0;
  std::vector<Triple> points;
  const DeviceTable* curves = nullptr; // whose input curves come before it; null: none
  bool roots = true;                   // or light

  double to_light(double v) const { return roots ? light(v) : v; }
  double from_light(double v) const { return roots ? root(v) : v; }
};
// Of a table in XYZ the code does not matter.
enum class LabCode : std::uint8_t { version2, version4 };
RootGrid own_grid(const DeviceTable& table, LabCode code, std::int32_t refined);
RootGrid regular_grid(const Evaluator& to_lab, std::int32_t grid);

} // namespace platen::colour
