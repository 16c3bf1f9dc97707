#pragma once

#include "render/document.h"

namespace platen::preview {

// A page of a document by itself, upright, as it would be seen on a screen (sRGB, 8 bits): for
// thumbnails, and to cut it. Its longer edge has `longest` pixels (16..limits::preview_edge), or
// those that a picture has, if that is less.
Result<RowBuffer> page_picture(const render::Document& document, std::int32_t page,
                               std::int32_t longest, std::size_t workers, const Cancel& cancel);

} // namespace platen::preview
