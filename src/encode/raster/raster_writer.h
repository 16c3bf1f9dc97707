#pragma once

#include "base/bytes.h"
#include "encode/language.h"

#include <memory>
#include <string_view>

namespace platen::encode {

// `head`, then the rows of one page in the coding that PWG Raster (PWG 5102.4 section 4.4) and
// Apple raster share: repeated lines, runs of pixels. 16-bit samples leave in network order. Holds
// about two rows and a write buffer. `out` must outlive it.
std::unique_ptr<SideEncoder> make_raster_writer(const PageShape& shape, std::string_view head,
                                                ByteSink& out);

} // namespace platen::encode
