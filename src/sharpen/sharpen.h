#pragma once

#include "image/image.h"
#include "pipeline/stage.h"
#include "sharpen/strength.h"

#include <cstdint>
#include <memory>

namespace platen::sharpen {

// The picture on the raster, in pixels; what lies around it is neither changed nor looked at, so
// that its edges get no seam from the paper beside them. Parts outside the raster are ignored.
struct Area {
  std::int32_t x = 0, y = 0, width = 0, height = 0;
};

// Sharpens a 16-bit picture (gray16, rgb16) that has been scaled for `resolution`. Colours keep
// their hue: all channels of a pixel change by the same amount, so that neutral stays neutral. A
// flat picture stays exactly flat. Integer arithmetic: the same on every machine.
std::unique_ptr<pipeline::Stage> make_sharpen(PageShape page, const Area& area, Dpi resolution,
                                              const Strength& strength);

} // namespace platen::sharpen
