#pragma once

#include "colour/icc/profile.h"
#include "model/ticket.h"

#include <optional>
#include <vector>

namespace platen::colour {

// The table that a profile itself holds from its samples to Lab or XYZ: a curve for each input,
// then a regular grid.
struct DeviceTable {
  std::size_t inputs = 0;
  std::int32_t grid = 0;
  std::vector<ToneCurve> curves;    // 0..1 to 0..1; empty: straight lines
  bool xyz = false;                 // whether nodes are XYZ, 1.0 = 1 << 15, and not Lab
  std::vector<std::uint16_t> nodes; // L, a and b (or X, Y and Z) of every point, the first input
                                    // slowest. Lab is encoded as ICC version 2 or 4 has it; the
                                    // library does not say which
};

// What lcms2 uses for the intent, if it is of that shape; nothing otherwise.
std::optional<DeviceTable> read_device_table(const Profile& profile, model::RenderingIntent intent);

} // namespace platen::colour
