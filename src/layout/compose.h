#pragma once

#include "layout/frame.h"
#include "layout/layout.h"
#include "layout/place.h"

namespace platen::layout {

// The sheet as its reader holds it: turned back by the clockwise quarters by which pages lie on it.
Sheet upright(const Sheet& sheet, std::int32_t turns);

// From the upright sheet, so large in pixels, to the raster.
struct Turning {
  std::int32_t turns = 0;             // clockwise
  std::int32_t width = 0, height = 0; // of the upright raster
};
PixelBox turned(PixelBox box, const Turning& by);
Placement turned(Placement placement, const Turning& by);

// Puts framed pictures on one side.
class Composer {
public:
  Composer(const Sheet& sheet, std::int32_t turns, const model::PictureLayout& layout);
  const Sheet& sheet() const { return upright_; } // in whose pixels spots are given
  // `index` and `number`: of the page, among all and as page-ranges counts.
  Result<void> add(const SourcePage& page, std::int32_t index, std::int32_t number,
                   const Spot& spot);
  // Nothing is drawn but one whole page: its placement says all.
  bool plain() const;
  Composition take() { return std::move(composition_); }

private:
  void add_frame(const Framed& framed);

  const model::PictureLayout& layout_;
  const Sheet upright_;
  const Turning turning_;
  const PixelBox raster_; // upright
  Composition composition_;
};

// The sides of a contact sheet or a package, each with its composition.
struct NumberedPage {
  std::int32_t index = 0;  // among all pages
  std::int32_t number = 1; // within its document, or within all when they are a single one
};
// For errors: "page 3", or "document 2: page 3" where there are several.
std::string page_name(std::span<const SourcePage> pages, const NumberedPage& which);
// Errc::malformed for a page without a size.
Result<void> check_page(const SourcePage& page);
// Errc::invalid where `ink` lies on the safe margins of the medium.
Result<void> check_safe(const Box& ink, const Sheet& sheet, const SidePlan& side,
                        const model::Model& model);
// A side of nothing yet on the paper of this ticket; Errc as plan().
Result<SidePlan> begin_side(const SourcePage& page, const model::Model& model,
                            const model::Ticket& ticket, Sheet& sheet);
Result<std::vector<SidePlan>> plan_sheets(std::span<const SourcePage> pages,
                                          std::span<const NumberedPage> chosen,
                                          const model::Model& model, const model::Ticket& ticket);
// A side with one page on it, as layout and print-scaling say.
Result<SidePlan> plan_single(const SourcePage& page, const NumberedPage& which,
                             const model::Model& model, const model::Ticket& ticket);

} // namespace platen::layout
