#pragma once

#include "virtual/pclxl/canvas.h"
#include "virtual/pclxl/tokens.h"

#include <optional>

namespace platen::twin::pclxl {

// What an image depends on; PushGS and PopGS keep copies.
struct GraphicsState {
  std::int32_t color_space = 1; // gray; 2 RGB, 6 sRGB
  std::int32_t palette_bits = 8;
  Buffer palette;
  std::optional<Xy> cursor; // user units
  std::int32_t rop = 252;
  Xy origin{0, 0}; // user units of the page's own scale
  Xy scale{1, 1};
};

struct Rectangle {
  std::int32_t x = 0, y = 0, width = 0, height = 0; // device pixels
  bool operator==(const Rectangle&) const = default;
};

// One image on its way onto the page.
class Picture {
public:
  // BeginImage's attributes; `device_per_unit` = device pixels in one unit of the session.
  static Xl<Picture> begin(const Attributes& attributes, const GraphicsState& state,
                           Xy device_per_unit);

  std::size_t row_bytes() const { return row_bytes_; }
  std::int32_t height() const { return height_; }
  Rectangle target() const { return target_; }
  bool one_to_one() const { return target_.width == width_ && target_.height == height_; }
  bool known_rop() const { return known_rop_; }
  void draw_row(std::int32_t y, Bytes row, Canvas& canvas);

private:
  Xl<void> read_levels(const GraphicsState& state, bool indexed);
  std::uint8_t level_at(Bytes row, std::int32_t x) const;
  void draw_bits(std::int32_t y, Bytes row, Canvas& canvas);

  std::int32_t width_ = 0, height_ = 0, bits_ = 1;
  bool color_ = false; // three direct components
  std::size_t row_bytes_ = 0;
  Rectangle target_;
  Canvas::Mix mix_ = Canvas::Mix::copy;
  bool known_rop_ = true;
  std::vector<std::uint8_t> levels_; // gray of each sample value
  bool pure_ = false;                // only black and white come out
  std::vector<std::uint8_t> gray_;   // a row as wide as the target
  Buffer ink_;
};

} // namespace platen::twin::pclxl
