#pragma once

#include "image/image.h"
#include "pipeline/stage.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace platen::resample {

// Where the whole picture lands on the output raster, in output pixels; parts outside are cut.
struct Destination {
  std::int32_t x = 0, y = 0;
  std::int32_t width = 0, height = 0; // less than 1 counts as 1: no picture vanishes
  constexpr bool operator==(const Destination&) const = default;
};

// The reconstruction filter; weights.cpp gives their figures and the reason for the choice.
enum class Kernel : std::uint8_t { spline36, mitchell };

// Whether hard edges may have the halos that every sharp linear filter gives them, or are limited
// to what the picture holds (limit.h). ADR 13.
enum class Ringing : std::uint8_t { allowed, limited };

struct Filter {
  Kernel kernel = Kernel::spline36;
  Ringing ringing = Ringing::limited;
};
inline constexpr std::string_view default_filter_name = "spline36, ringing limited";

// Scales a 16-bit picture (gray16, rgb16 or cmyk16) onto a raster of the same format; outside the
// rectangle the raster is white. Each axis is scaled by its own factor. A destination of the
// source's own size copies the samples exactly; a flat picture stays exactly flat. The filter
// widens when the picture shrinks. A source without pixels gives a white raster.
std::unique_ptr<pipeline::Stage> make_resample(PageShape source, const Destination& destination,
                                               PageShape output, const Filter& filter = {});

} // namespace platen::resample
