#include "worker/page_texts.h"

#include "worker/cairo_handles.h"
#include "worker/messages.h"
#include "worker/missing_glyphs.h"
#include "worker/rules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <cairo-pdf.h>

namespace platen::worker {
namespace {

using render::PageText;
using render::TextPage;

constexpr const char* font_family = "DejaVu Sans";
constexpr double least_size = 2; // points
constexpr double frame_padding = 3, frame_line = 1.5;
constexpr double outline_of_size = 0.012;

struct Extent {
  double width = 0, height = 0;
};

Extent extent_of(PangoLayout* layout) {
  PangoRectangle logical{};
  ::pango_layout_get_extents(layout, nullptr, &logical);
  return {::pango_units_to_double(logical.width), ::pango_units_to_double(logical.height)};
}

void set_size(PangoLayout* layout, double points, bool bold) {
  const Font font(::pango_font_description_from_string(font_family));
  ::pango_font_description_set_absolute_size(font.get(), points * PANGO_SCALE);
  if (bold) ::pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  ::pango_layout_set_font_description(layout, font.get());
}

// As large as it is wanted, and not wider than it may be.
double fit(PangoLayout* layout, const PageText& text, bool bold) {
  set_size(layout, text.size, bold);
  const double width = extent_of(layout).width;
  if (text.most_width <= 0 || width <= 0) return text.size;
  const bool too_wide = width > text.most_width;
  if (!too_wide) return text.size;
  const double size = std::max(least_size, text.size * text.most_width / width);
  set_size(layout, size, bold);
  if (extent_of(layout).width <= text.most_width * 1.02) return size;
  // Longer than fits in the smallest letters: its end is left out, and seen to be.
  ::pango_layout_set_width(layout, ::pango_units_from_double(text.most_width));
  ::pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  return size;
}

void draw(cairo_t* cairo, const PageText& text, double page_height, MissingGlyphs& missing,
          std::int32_t page) {
  const Layout layout(::pango_cairo_create_layout(cairo));
  ::pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  ::pango_layout_set_text(layout.get(), text.text.data(), static_cast<int>(text.text.size()));
  const bool bold = text.framed || text.degrees != 0;
  const double size = fit(layout.get(), text, bold);
  missing.look(*::pango_layout_get_line_readonly(layout.get(), 0), page);
  const Extent extent = extent_of(layout.get());
  const double part = text.align == PageText::Align::left     ? 0
                      : text.align == PageText::Align::centre ? 0.5
                                                              : 1;
  ::cairo_save(cairo);
  ::cairo_translate(cairo, text.x, page_height - text.y);
  ::cairo_rotate(cairo, -text.degrees * std::numbers::pi / 180);
  ::cairo_translate(cairo, -extent.width * part, -extent.height / 2);
  ::cairo_set_source_rgb(cairo, text.gray, text.gray, text.gray);
  if (text.framed) {
    ::cairo_set_line_width(cairo, frame_line);
    ::cairo_rectangle(cairo, -frame_padding, -frame_padding, extent.width + 2 * frame_padding,
                      extent.height + 2 * frame_padding);
    ::cairo_stroke(cairo);
  }
  ::cairo_move_to(cairo, 0, 0);
  if (text.outlined) {
    ::pango_cairo_layout_path(cairo, layout.get());
    ::cairo_set_line_width(cairo, std::max(0.25, size * outline_of_size));
    ::cairo_stroke(cairo);
  } else {
    ::pango_cairo_show_layout(cairo, layout.get());
  }
  ::cairo_restore(cairo);
}

} // namespace

Result<void> set_page_texts(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  const Surface surface(::cairo_pdf_surface_create_for_stream(send_pdf, nullptr, 1, 1));
  const Context cairo(::cairo_create(surface.get()));
  MissingGlyphs missing;
  std::int32_t number = 0;
  for (const TextPage& page : request.text_pages) {
    ++number;
    ::cairo_pdf_surface_set_size(surface.get(), page.width, page.height);
    for (const PageText& text : page.texts)
      draw(cairo.get(), text, page.height, missing, number);
    ::cairo_show_page(cairo.get());
  }
  ::cairo_surface_finish(surface.get());
  TRY_VOID(check(cairo.get(), surface.get(), "set the texts of the pages"));
  return send(render::MessageKind::end, as_bytes(missing.words()));
}

} // namespace platen::worker
