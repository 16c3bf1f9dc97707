#pragma once

#include "encode/language.h"

namespace platen::filter {

// A side as a picture in PostScript (level 2): its raster, run-length coded, in printable
// characters, where it lies on the upright sheet. `out` must outlive it. mask1, gray8 or rgb8.
std::unique_ptr<encode::SideEncoder> make_postscript_page(const encode::SideSpec& spec,
                                                          ByteSink& out);

} // namespace platen::filter
