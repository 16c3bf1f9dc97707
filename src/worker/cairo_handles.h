#pragma once

#include "worker/messages.h"

#include <memory>

#include <cairo.h>
#include <pango/pangocairo.h>

// Cairo's and Pango's objects with their owners, for the workers that set text.
namespace platen::worker {

template<auto release> struct Release {
  template<class T> void operator()(T* object) const { release(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using Font = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;
using Attributes = std::unique_ptr<PangoAttrList, Release<pango_attr_list_unref>>;
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;

// Where a PDF surface writes to: the parent.
inline cairo_status_t send_pdf(void*, const unsigned char* data, unsigned int length) {
  const Bytes bytes(reinterpret_cast<const std::byte*>(data), length);
  return send(render::MessageKind::pdf, bytes) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

// Errc::io where either has failed; `what` could not be done.
inline Result<void> check(cairo_t* cairo, cairo_surface_t* surface, const char* what) {
  const cairo_status_t status = ::cairo_status(cairo);
  const cairo_status_t on_surface = ::cairo_surface_status(surface);
  if (status == CAIRO_STATUS_SUCCESS && on_surface == CAIRO_STATUS_SUCCESS) return {};
  return fail(Errc::io,
              std::string("cannot ") + what + ": " +
                  ::cairo_status_to_string(status == CAIRO_STATUS_SUCCESS ? on_surface : status));
}

} // namespace platen::worker
