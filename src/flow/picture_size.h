#pragma once

#include "layout/layout.h"
#include "render/document.h"

#include <optional>
#include <string>

namespace platen::flow {

// Whether a picture has enough pixels for the size that it is printed at. Errc::limit below
// limits::picture_ppi_refused. Pages that a client drew for the paper are never too small.
Result<void> check_pixels(const render::DocumentInfo& document, const layout::SidePlan& plan,
                          Dpi resolution);
// Its own pixels to the inch on paper; nothing where it has none, or was drawn for the paper.
std::optional<double> printed_ppi(const render::DocumentInfo& document,
                                  const layout::SidePlan& plan, Dpi resolution);
// What there is to say of it, for people; nothing from limits::picture_ppi_warned on.
std::optional<std::string> few_pixels(const render::DocumentInfo& document,
                                      const layout::SidePlan& plan, Dpi resolution);

} // namespace platen::flow
