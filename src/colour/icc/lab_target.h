#pragma once

#include "colour/icc/profile.h"
#include "colour/icc/transform.h"
#include "image/colour_table.h"
#include "model/ticket.h"

#include <optional>

namespace platen::colour {

// The table from Lab to samples that a profile itself holds: curves, a regular grid, curves.
struct LabTarget {
  LabGrid grid;          // without its axes and its white
  bool old_code = false; // Lab is encoded as version 2 does it
};

// What lcms2 uses for the intent, if it is of that shape; nothing otherwise.
std::optional<LabTarget> read_lab_target(const Profile& profile, model::RenderingIntent intent,
                                         ColorModel model);

} // namespace platen::colour
