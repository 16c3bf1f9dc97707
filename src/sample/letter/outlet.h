#pragma once

#include "base/bytes.h"

#include <optional>

#include <cairo.h>

namespace platen::sample {

// cairo writes through a C function; the sink's error waits here until the drawing is over.
struct Outlet {
  ByteSink& sink;
  std::optional<Error> failed;

  static cairo_status_t write(void* closure, const unsigned char* data, unsigned int size) {
    Outlet& outlet = *static_cast<Outlet*>(closure);
    if (outlet.failed) return CAIRO_STATUS_WRITE_ERROR;
    auto written = outlet.sink.write(std::as_bytes(std::span(data, size)));
    if (written) return CAIRO_STATUS_SUCCESS;
    outlet.failed = std::move(written).error();
    return CAIRO_STATUS_WRITE_ERROR;
  }
};

} // namespace platen::sample
