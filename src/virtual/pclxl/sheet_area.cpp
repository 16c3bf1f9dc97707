#include "virtual/pclxl/sheet_area.h"

namespace platen::twin::pclxl {

Rectangle printable_area(const Paper* paper, const SideRecord& side, std::int32_t width,
                         std::int32_t height) {
  const bool upright = paper != nullptr && paper->width.v - side.width.v < 100 &&
                       side.width.v - paper->width.v < 100;
  if (!upright) return {0, 0, width, height};
  const Frame& m = paper->margins;
  return {px_nearest(m.left, engine).v, px_nearest(m.top, engine).v,
          px_floor(side.width - m.left - m.right, engine).v,
          px_floor(side.height - m.top - m.bottom, engine).v};
}

Result<void> emit(const Canvas& canvas, const Rectangle& raster, SideRecord side,
                  OutputTray& tray) {
  side.margins.left = hmm_nearest(Px{raster.x}, engine);
  side.margins.top = hmm_nearest(Px{raster.y}, engine);
  side.margins.right = side.width - side.margins.left - hmm_nearest(Px{raster.width}, engine);
  side.margins.bottom = side.height - side.margins.top - hmm_nearest(Px{raster.height}, engine);
  const PageShape shape{raster.width, raster.height, canvas.format()};
  Buffer row(shape.format.row_bytes(shape.width));
  TRY_VOID(tray.begin_side(std::move(side), shape));
  for (std::int32_t y = 0; y < raster.height; ++y) {
    canvas.read(raster.x, raster.y + y, raster.width, row);
    TRY_VOID(tray.row(row));
  }
  return tray.end_side();
}

} // namespace platen::twin::pclxl
