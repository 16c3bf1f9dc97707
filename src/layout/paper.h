#pragma once

#include "layout/layout.h"

namespace platen::layout {

// How far a page may differ from a sheet and still be meant for it: PDF pages are cut to whole
// points, scans to whole pixels, and drivers to their own idea of a size.
inline constexpr Hmm page_tolerance{100};
inline constexpr std::int32_t page_tolerance_percent = 2;

// The paper of one page, as plan() says.
Result<model::MediaSize> choose_paper(const SourcePage& page, const model::Model& model,
                                      const model::Ticket& ticket);

} // namespace platen::layout
