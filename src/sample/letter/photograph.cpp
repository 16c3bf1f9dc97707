#include "sample/chart/scene.h"
#include "sample/letter/parts.h"

#include <algorithm>
#include <cmath>

namespace platen::sample {
namespace {

constexpr double pixels_per_point = 200.0 / 72;

// IEC 61966-2-1, to 8 bits.
std::uint32_t srgb_code(float linear) {
  const double light = std::clamp(static_cast<double>(linear), 0.0, 1.0);
  const double code = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
  return static_cast<std::uint32_t>(std::lround(255 * code));
}

CairoSurface expose(int width, int height) {
  CairoSurface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return surface;
  const Scene scene(width, height);
  unsigned char* data = cairo_image_surface_get_data(surface.get());
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < height; ++y) {
    auto* row = reinterpret_cast<std::uint32_t*>(data + y * stride);
    for (int x = 0; x < width; ++x) {
      const Linear light = srgb_from_wide(scene.at(x, y));
      row[x] = srgb_code(light.r) << 16 | srgb_code(light.g) << 8 | srgb_code(light.b);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

} // namespace

Result<double> draw_photograph(const Sheet& sheet, double top, double height) {
  const int columns = static_cast<int>(std::lround(column_width * pixels_per_point));
  const int rows = static_cast<int>(std::lround(height * pixels_per_point));
  const CairoSurface picture = expose(columns, rows);
  if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS)
    return fail(Errc::bug, "cairo cannot hold the letter's photograph");
  cairo_t* context = sheet.context();
  cairo_save(context);
  cairo_translate(context, column_left, top);
  cairo_scale(context, column_width / columns, height / rows);
  cairo_set_source_surface(context, picture.get(), 0, 0);
  cairo_rectangle(context, 0, 0, columns, rows);
  cairo_fill(context);
  cairo_restore(context);
  return top + height;
}

} // namespace platen::sample
