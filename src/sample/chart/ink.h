#pragma once

#include "base/result.h"
#include "sample/cairo_handles.h"
#include "sample/chart/colour.h"
#include "sample/text.h"

#include <array>
#include <span>
#include <string_view>

namespace platen::sample {

enum class InkColour : std::uint8_t { black, grey, white, red };
inline constexpr std::size_t ink_colours = 4;

// Text and vector lines over the pictures of a chart: one 8-bit coverage mask of the whole page for
// each colour, laid over the 16-bit pixels row by row.
class Ink {
public:
  static Result<Ink> create(int width, int height);

  cairo_t* context(InkColour colour) {
    return layers_[static_cast<std::size_t>(colour)].context.get();
  }
  // One line; (x, y) is the left, middle or right end of its baseline.
  void text(InkColour colour, double x, double y, const TextStyle& style, std::string_view words);
  // The mask is complete once flushed; cover() may then be called by several threads.
  Result<void> flush();
  void cover(int y, std::span<Rgb16> row) const;

private:
  struct Layer {
    CairoSurface surface;
    CairoContext context;
  };
  Ink() = default;
  std::array<Layer, ink_colours> layers_;
};

} // namespace platen::sample
