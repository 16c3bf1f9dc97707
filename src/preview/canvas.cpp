#include "preview/canvas.h"

#include <cstring>

namespace platen::preview {

Canvas::Canvas(std::int32_t width, std::int32_t height, model::Rgb color)
    : rows_(width, height, rgb8) {
  fill({0, 0, width, height}, color);
}

void Canvas::set(std::int32_t x, std::int32_t y, model::Rgb color) {
  if (x < 0 || y < 0 || x >= width() || y >= height()) return;
  const auto pixel = rows_.band({0, height()})
                         .samples<std::uint8_t>(y)
                         .subspan(static_cast<std::size_t>(x) * 3, 3);
  pixel[0] = color.red;
  pixel[1] = color.green;
  pixel[2] = color.blue;
}

void Canvas::fill(const layout::PixelBox& box, model::Rgb color) {
  const layout::PixelBox shown = common(box, layout::PixelBox{0, 0, width(), height()});
  for (std::int32_t y = shown.y; y < shown.bottom(); ++y)
    for (std::int32_t x = shown.x; x < shown.right(); ++x)
      set(x, y, color);
}

void Canvas::put(std::int32_t x, std::int32_t y, const ConstBand& picture) {
  EXPECTS(picture.format() == rgb8);
  const layout::PixelBox all{0, 0, width(), height()};
  const layout::PixelBox shown =
      common(layout::PixelBox{x, y, picture.width(), picture.rows().count}, all);
  if (shown.empty()) return;
  const Band band = rows_.band({0, height()});
  for (std::int32_t row = shown.y; row < shown.bottom(); ++row)
    std::memcpy(band.row(row).data() + rgb8.row_bytes(shown.x),
                picture.row(row - y + picture.rows().first).data() + rgb8.row_bytes(shown.x - x),
                rgb8.row_bytes(shown.width));
}

void Canvas::outline(const layout::PixelBox& box, model::Rgb color, std::int32_t dash) {
  const auto drawn = [&](std::int32_t at) { return dash == 0 || at / dash % 2 == 0; };
  for (std::int32_t i = 0; i < box.width; ++i)
    if (drawn(i)) {
      set(box.x + i, box.y, color);
      set(box.x + i, box.bottom() - 1, color);
    }
  for (std::int32_t i = 0; i < box.height; ++i)
    if (drawn(i)) {
      set(box.x, box.y + i, color);
      set(box.right() - 1, box.y + i, color);
    }
}

} // namespace platen::preview
