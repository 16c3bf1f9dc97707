#pragma once

#include "support/scanned/scene.h"

#include <memory>
#include <span>

#include <cairo.h>

namespace platen::test {

// One value a pixel: 0 nothing, 255 all.
class Coverage {
public:
  Coverage(std::int32_t width, std::int32_t height);
  cairo_t* pen() const { return pen_.get(); }
  std::span<const std::uint8_t> row(std::int32_t y); // what was drawn

private:
  struct Free {
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
    void operator()(cairo_t* c) const { cairo_destroy(c); }
  };
  std::int32_t width_;
  std::unique_ptr<cairo_surface_t, Free> surface_;
  std::unique_ptr<cairo_t, Free> pen_;
};

// The pen in millimetres of the sheet, from its top left corner, at so many pixels to the inch.
void put_on_sheet(cairo_t* pen, const Scene& scene, double dpi);

std::vector<std::string> draw_text(cairo_t* pen, const Scene& scene, Dice& dice);
void draw_table(cairo_t* pen, const Scene& scene, Dice& dice);
void draw_handwriting(cairo_t* pen, const Scene& scene, Dice& dice, double width);
void draw_photo(cairo_t* pen, const Scene& scene, Dice& dice);

} // namespace platen::test
