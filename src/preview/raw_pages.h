#pragma once

#include "base/cancel.h"
#include "encode/language.h"
#include "layout/box.h"

namespace platen::preview {

// A "device language" whose payloads are rows of pixels as any device's encoder is given them, or
// those of one box of the raster: a preview is made by the makers of device pages, in their place.
// Rows end with Errc::cancelled when `cancel`, which outlives the pages, is requested.
std::unique_ptr<encode::Language> make_raw_pages(PixelFormat format, const layout::PixelBox& box,
                                                 const Cancel& cancel);

} // namespace platen::preview
