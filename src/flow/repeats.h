#pragma once

#include "render/document.h"

#include <cstdint>
#include <span>

namespace platen::flow {

// Whether a raster document holds each of its pages `copies` times already. macOS writes the copies
// of a job into the raster and asks for as many again (CUPS #1141; CUPS #1143 tells it of other
// systems too): taken at its word it would get n times n.
enum class Repeats : std::uint8_t {
  none,
  sets,  // 1 2 3 1 2 3: what the copies of collated documents look like
  pages, // 1 1 2 2 3 3
};
// Pages repeat where their bytes do (PageInfo::likeness). A single page repeated is `sets`.
Repeats repeats_of(std::span<const render::PageInfo> pages, std::int32_t copies);

} // namespace platen::flow
