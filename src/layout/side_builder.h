#pragma once

#include "layout/compose.h"

namespace platen::layout {

double pixels_of(Hmm length, double dpi);
// The size of a page as it is.
Extent extent_of(const SourcePage& page, double dpi);

// A page in its room: as large as fits, or (print-scaling) as large as it is, or covering it.
Box place_in(const SourcePage& page, const Box& room, double dpi, model::PrintScaling scaling);

// The quarters by which a sheet that is read upright, or the wide way, lies on its paper.
std::int32_t turns_of(bool wide, const Sheet& sheet, model::Orientation orientation);

// Builds one side of an office layout on the upright sheet.
class SideBuilder {
public:
  SideBuilder(const Sheet& sheet, std::int32_t turns, const model::OfficeLayout& office);
  const Sheet& sheet() const { return upright_; }

  // `box`: the whole page; `room`: what may be seen of it.
  void add(const SourcePage& page, const NumberedPage& which, const Box& box, const Box& room);
  // A side of nothing is blank.
  void put_on(SidePlan& side);

private:
  Placement sheet_of(const SourcePage& picture, const Box& room) const;
  void add_border(const PixelBox& at);

  const Sheet upright_;
  const Turning turning_;
  const model::OfficeLayout& office_;
  Composition composition_;
};

} // namespace platen::layout
