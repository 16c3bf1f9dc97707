#include "sample/chart/ink.h"

#include <cstring>
#include <string>

namespace platen::sample {
namespace {

constexpr std::array<Rgb16, ink_colours> colours = {{
    {0, 0, 0},
    {27000, 27000, 27000},
    paper_white,
    {52000, 12000, 9000},
}};

std::uint16_t blend(std::uint16_t under, std::uint16_t over, std::uint32_t cover) {
  return static_cast<std::uint16_t>((under * (255 - cover) + over * cover + 127) / 255);
}

void cover_row(std::span<const std::uint8_t> mask, Rgb16 colour, std::span<Rgb16> row) {
  constexpr std::size_t block = 8;
  for (std::size_t x = 0; x < row.size();) {
    std::uint64_t next = 1; // most of a page is bare: eight pixels at a glance
    if (x + block <= row.size()) std::memcpy(&next, mask.data() + x, block);
    if (next == 0) {
      x += block;
      continue;
    }
    const std::uint32_t cover = mask[x];
    row[x] = {blend(row[x].r, colour.r, cover), blend(row[x].g, colour.g, cover),
              blend(row[x].b, colour.b, cover)};
    ++x;
  }
}

} // namespace

Result<Ink> Ink::create(int width, int height) {
  Ink ink;
  for (Layer& layer : ink.layers_) {
    layer.surface.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
    layer.context.reset(cairo_create(layer.surface.get()));
    TRY_VOID(check(layer.context, "drawing the test chart"));
  }
  return ink;
}

void Ink::text(InkColour colour, double x, double y, const TextStyle& style,
               std::string_view words) {
  draw_line(context(colour), x, y, style, words);
}

Result<void> Ink::flush() {
  for (Layer& layer : layers_) {
    cairo_surface_flush(layer.surface.get());
    TRY_VOID(check(layer.context, "drawing the test chart"));
  }
  return {};
}

void Ink::cover(int y, std::span<Rgb16> row) const {
  for (std::size_t i = 0; i < ink_colours; ++i) {
    cairo_surface_t* surface = layers_[i].surface.get();
    const std::uint8_t* line = cairo_image_surface_get_data(surface) +
                               std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface);
    cover_row({line, row.size()}, colours[i], row);
  }
}

} // namespace platen::sample
