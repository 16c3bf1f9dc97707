#pragma once

#include "render/document.h"

#include <functional>

namespace platen::render {

// Draws pages that can be drawn in one way.
using DrawPart = std::function<Result<std::unique_ptr<PageStream>>(const VectorRun& part)>;

// The pages of `run` in parts that are drawn one after the other, each when its first page is
// wanted: neighbours of which `kind` says the same.
Result<std::unique_ptr<PageStream>>
draw_in_parts(const VectorRun& run, const std::function<bool(std::int32_t)>& kind, DrawPart draw);

} // namespace platen::render
