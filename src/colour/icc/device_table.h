#pragma once

#include "colour/icc/profile.h"
#include "model/ticket.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace platen::colour {

struct FreePipeline {
  void operator()(cmsPipeline* pipeline) const { cmsPipelineFree(pipeline); }
};

// The table that a profile itself holds from its samples to Lab or XYZ: a curve for each input, a
// regular grid, and what comes behind that, mostly nothing.
struct DeviceTable {
  std::size_t inputs = 0;
  std::int32_t grid = 0;
  std::vector<ToneCurve> curves;                   // 0..1 to 0..1; empty: straight lines
  std::unique_ptr<cmsPipeline, FreePipeline> rest; // the grid and what is behind it
  bool straight = true;                            // nothing behind it bends the lines of the grid
  bool xyz = false;                                // whether it gives XYZ and not Lab

  // The results, 0..1, on a grid of refined * (grid - 1) + 1 points an axis, the first input
  // slowest: X, Y and Z, or L, a and b as ICC version 2 or 4 encodes them; the library does not say
  // which.
  std::vector<std::array<float, 3>> points(std::int32_t refined) const;
};

// What lcms2 uses for the intent, if it is of that shape; nothing otherwise.
std::optional<DeviceTable> read_device_table(const Profile& profile, model::RenderingIntent intent);

} // namespace platen::colour
