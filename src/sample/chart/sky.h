#pragma once

#include "sample/chart/colour.h"

namespace platen::sample {

// The sky of the scene. Places are measured in heights of the picture: y = 0 at the top, 1 at the
// bottom; x = 0 in the middle.
inline constexpr float horizon = 0.62F;
inline constexpr float sun_x = 0.21F;

// The veil of light round the sun that everything before it shows too.
Linear sunlight(float x, float y);
// Air, clouds and the sun itself, for y <= horizon.
Linear sky(float x, float y);

} // namespace platen::sample
