#include "sample/letter/outlet.h"
#include "sample/letter/parts.h"
#include "sample/sample.h"

#include <cmath>

namespace platen::sample {
namespace {

constexpr double dpi = 300, points_per_inch = 72;

int pixels(double points) {
  return static_cast<int>(std::lround(points * dpi / points_per_inch));
}

// Recorded at 72 dpi and enlarged by cairo: Pango makes superscripts larger with the scale they are
// set at.
Result<CairoSurface> drawing_of(int page) {
  CairoSurface drawing(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nullptr));
  const CairoContext context(cairo_create(drawing.get()));
  const Sheet sheet(context.get());
  TRY_VOID(page == 1 ? draw_page_one(sheet) : draw_page_two(sheet));
  TRY_VOID(check(context, "drawing the test letter"));
  return drawing;
}

} // namespace

Result<void> write_scan(ByteSink& sink, int page) {
  const FontsInUse fonts;
  const CairoSurface surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(sheet_width), pixels(sheet_height)));
  const CairoContext context(cairo_create(surface.get()));
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  cairo_scale(context.get(), dpi / points_per_inch, dpi / points_per_inch);
  TRY(const CairoSurface drawing, drawing_of(page));
  cairo_set_source_surface(context.get(), drawing.get(), 0, 0);
  cairo_paint(context.get());
  TRY_VOID(check(context, "drawing the test letter"));
  cairo_surface_flush(surface.get());
  Outlet outlet{sink, std::nullopt};
  const cairo_status_t written =
      cairo_surface_write_to_png_stream(surface.get(), Outlet::write, &outlet);
  if (outlet.failed) return Failure(std::move(*outlet.failed));
  if (written != CAIRO_STATUS_SUCCESS)
    return fail(Errc::bug, std::string("drawing the test letter: ") + cairo_status_to_string(written));
  return {};
}

} // namespace platen::sample
