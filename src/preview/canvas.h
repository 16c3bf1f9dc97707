#pragma once

#include "image/image.h"
#include "layout/box.h"
#include "model/picture_layout.h"

namespace platen::preview {

// A picture for the screen, 8-bit sRGB, that lines and boxes are drawn on.
class Canvas {
public:
  Canvas(std::int32_t width, std::int32_t height, model::Rgb color);

  std::int32_t width() const { return rows_.width(); }
  std::int32_t height() const { return rows_.capacity(); }
  ConstBand rows() const { return rows_.band({0, height()}); }
  // What lies beyond the canvas is cut.
  void fill(const layout::PixelBox& box, model::Rgb color);
  void put(std::int32_t x, std::int32_t y, const ConstBand& picture); // rgb8, all its rows
  void outline(const layout::PixelBox& box, model::Rgb color, std::int32_t dash); // 0: a whole line

private:
  void set(std::int32_t x, std::int32_t y, model::Rgb color);
  RowBuffer rows_;
};

} // namespace platen::preview
