#pragma once

#include "layout/compose.h"

namespace platen::layout {

// Sides of an OfficeLayout that arranges pages: number-up, booklet, poster, lines around pages, and
// pages on which something is written. Errors as plan().
Result<std::vector<SidePlan>> plan_office(std::span<const SourcePage> pages,
                                          std::span<const NumberedPage> chosen,
                                          const model::Model& model, const model::Ticket& ticket);

// Moves what is on each side away from the edge where the sheets are bound, and by the shifts of
// fronts and backs. The margin makes it smaller, unless print-scaling is none, so that nothing of
// the printable area is lost at the other edge. Errc::invalid where nothing of a page
// would be left on its sheet.
Result<void> move_sides(std::vector<SidePlan>& sides, std::span<const SourcePage> pages,
                        std::span<const NumberedPage> chosen, const model::Model& model,
                        const model::Ticket& ticket);

// That error, of this page; `option` moves it.
Failure moved_off(std::span<const SourcePage> pages, const NumberedPage& which,
                  std::string_view option);

// The last sheet first; fronts stay before their backs.
void reverse_sheets(std::vector<SidePlan>& sides);

} // namespace platen::layout
