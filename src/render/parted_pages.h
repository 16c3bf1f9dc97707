#pragma once

#include "render/ghostscript_job.h"

#include <functional>

namespace platen::render {

// Draws pages that can be drawn in one way.
using DrawPart = std::function<Result<std::unique_ptr<PageStream>>(const VectorRun& part, Way way)>;

// The pages of `run` in parts that are drawn one after the other, each when its first page is
// wanted: neighbours of one way.
Result<std::unique_ptr<PageStream>>
draw_in_parts(const VectorRun& run, const std::function<Way(std::int32_t)>& way, DrawPart draw);

} // namespace platen::render
