#include "preview/scaled_plan.h"

#include <algorithm>
#include <cmath>

namespace platen::preview {

namespace {

class Scaling {
public:
  Scaling(double scale, bool pixels) : scale_(scale), pixels_(pixels) {}

  std::int32_t whole(double v) const { return static_cast<std::int32_t>(std::lround(v * scale_)); }

  layout::PixelBox box(const layout::PixelBox& b) const {
    const std::int32_t x = whole(b.x), y = whole(b.y);
    return {x, y, std::max(1, whole(b.right()) - x), std::max(1, whole(b.bottom()) - y)};
  }

  layout::Placement placement(const layout::Placement& p) const {
    if (!pixels_)
      return {p.quarter_turns, p.x * scale_, p.y * scale_, p.width * scale_, p.height * scale_};
    const double x = whole(p.x), y = whole(p.y);
    return {p.quarter_turns, x, y, std::max(1.0, whole(p.x + p.width) - x),
            std::max(1.0, whole(p.y + p.height) - y)};
  }

private:
  const double scale_;
  const bool pixels_;
};

} // namespace

layout::PixelBox on_raster(const layout::PixelBox& window, const PageShape& raster) {
  if (!window.empty()) return window;
  return {std::clamp(window.x, 0, raster.width - 1), std::clamp(window.y, 0, raster.height - 1), 1,
          1};
}

flow::Side scaled(const flow::Side& side, double scale) {
  flow::Side small = side;
  // Pictures and scans have whole pixels at their edges; a drawing's are as they come.
  const double x = side.plan.placement.x, width = side.plan.placement.width;
  const bool pixels = x == std::floor(x) && width == std::floor(width);
  const Scaling by(scale, pixels);
  PageShape& raster = small.plan.raster;
  raster.width = std::max(1, by.whole(raster.width));
  raster.height = std::max(1, by.whole(raster.height));
  small.spec.raster = raster;
  constexpr std::int32_t least_dpi = 1;
  small.spec.resolution = {std::max(least_dpi, by.whole(side.spec.resolution.v))};
  small.plan.placement = by.placement(side.plan.placement);
  if (!side.plan.composition) return small;
  auto composition = std::make_shared<layout::Composition>(*side.plan.composition);
  const layout::PixelBox all{0, 0, raster.width, raster.height};
  for (layout::Cell& cell : composition->cells) {
    cell.placement = by.placement(cell.placement);
    cell.sheet = by.placement(cell.sheet);
    cell.window = on_raster(common(by.box(cell.window), all), raster);
  }
  for (auto* fills : {&composition->under, &composition->over})
    for (layout::Fill& fill : *fills)
      fill.box = by.box(fill.box);
  for (layout::Caption& caption : composition->captions)
    caption.box = by.box(caption.box);
  composition->written.paper = by.placement(composition->written.paper);
  small.plan.composition = std::move(composition);
  return small;
}

} // namespace platen::preview
