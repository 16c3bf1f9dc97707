#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>

#include <cairo.h>
#include <pango/pango.h>

namespace platen::sample {

struct CairoFree {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
using CairoSurface = std::unique_ptr<cairo_surface_t, CairoFree>;
using CairoContext = std::unique_ptr<cairo_t, CairoFree>;
using CairoFontOptions = std::unique_ptr<cairo_font_options_t, CairoFree>;

struct PangoFree {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
using Layout = std::unique_ptr<PangoLayout, PangoFree>;
using Font = std::unique_ptr<PangoFontDescription, PangoFree>;
using Attributes = std::unique_ptr<PangoAttrList, PangoFree>;

// Cairo keeps the first error of a drawing; asking once at the end is enough.
inline Result<void> check(const CairoContext& context, std::string_view doing) {
  const cairo_status_t status = cairo_status(context.get());
  if (status == CAIRO_STATUS_SUCCESS) return {};
  return fail(Errc::bug, std::string(doing) + ": " + cairo_status_to_string(status));
}

} // namespace platen::sample
