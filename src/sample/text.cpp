#include "sample/text.h"

#include <cmath>

#include <pango/pangocairo.h>

namespace platen::sample {
namespace {

// Free relatives of Helvetica and Palatino; DejaVu stands in where they are missing.
const char* family(Face face) {
  return face == Face::serif ? "P052, DejaVu Serif" : "Nimbus Sans, DejaVu Sans";
}

int pango_units(double length) {
  return static_cast<int>(std::lround(length * PANGO_SCALE));
}

Font make_font(const TextStyle& style) {
  Font font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), family(style.face));
  pango_font_description_set_weight(font.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  return font;
}

// What a desktop's settings would change is fixed here, or two machines would draw different bytes.
void fix_rendering(PangoLayout* layout) {
  const CairoFontOptions options(cairo_font_options_create());
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  PangoContext* context = pango_layout_get_context(layout);
  pango_cairo_context_set_font_options(context, options.get());
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("en"));
}

Attributes tracking(const TextStyle& style) {
  Attributes list(pango_attr_list_new());
  pango_attr_list_insert(list.get(),
                         pango_attr_letter_spacing_new(pango_units(style.tracking * style.size)));
  return list;
}

double width_of(PangoLayout* layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

} // namespace

FontsInUse::~FontsInUse() {
  pango_cairo_font_map_set_default(nullptr);
}

Layout make_layout(cairo_t* context, const TextStyle& style, std::string_view words) {
  Layout layout(pango_cairo_create_layout(context));
  fix_rendering(layout.get());
  pango_layout_set_font_description(layout.get(), make_font(style).get());
  if (style.tracking != 0) pango_layout_set_attributes(layout.get(), tracking(style).get());
  pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
  pango_layout_context_changed(layout.get());
  return layout;
}

void draw_line(cairo_t* context, double x, double y, const TextStyle& style,
               std::string_view words) {
  const Layout layout = make_layout(context, style, words);
  const double width = width_of(layout.get());
  const double baseline =
      static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
  const double shift = style.align == Align::right    ? width
                       : style.align == Align::centre ? width / 2
                                                      : 0;
  cairo_move_to(context, x - shift, y - baseline);
  pango_cairo_show_layout(context, layout.get());
}

double line_width(cairo_t* context, const TextStyle& style, std::string_view words) {
  return width_of(make_layout(context, style, words).get());
}

} // namespace platen::sample
