#pragma once

#include "layout/place.h"
#include "render/imposition.h"

namespace platen::flow {

// From the raster of a side (pixels, y down) to its paper (points, y up).
class OnPaper {
public:
  OnPaper(const layout::SidePlan& side, Dpi resolution)
      : sheet_(layout::make_sheet(side.media, side.margins, resolution)),
        points_(72.0 / resolution.v) {}

  double width() const { return sheet_.paper_width * points_; }
  double height() const { return sheet_.paper_height * points_; }
  double points(double pixels) const { return pixels * points_; }

  layout::Placement moved(layout::Placement at) const {
    at.x -= sheet_.paper_x;
    at.y -= sheet_.paper_y;
    return at;
  }
  render::PointBox box(const layout::PixelBox& box) const {
    return {(box.x - sheet_.paper_x) * points_,
            height() - (box.bottom() - sheet_.paper_y) * points_, box.width * points_,
            box.height * points_};
  }
  double paper_pixels() const { return sheet_.paper_height; }
  // Where a page of the paper's own size lies.
  layout::Placement whole() const {
    return {0, sheet_.paper_x, sheet_.paper_y, sheet_.paper_width, sheet_.paper_height};
  }

private:
  layout::Sheet sheet_;
  double points_;
};

} // namespace platen::flow
