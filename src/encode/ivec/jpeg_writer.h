#pragma once

#include "base/bytes.h"
#include "encode/language.h"

#include <memory>

namespace platen::encode {

// One baseline JPEG file, quality 95 without chroma subsampling, written row by row. `shape` is
// rgb8 or gray8; more than 65,500 pixels a side is an error of write(). `out` must outlive the
// encoder.
std::unique_ptr<SideEncoder> make_jpeg_writer(const PageShape& shape, Dpi resolution,
                                              ByteSink& out);

} // namespace platen::encode
