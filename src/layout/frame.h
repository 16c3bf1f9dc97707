#pragma once

#include "layout/layout.h"
#include "layout/place.h"

#include <optional>

namespace platen::layout {

// A picture in its place, seen upright: what is shown of it, and what is drawn around it. From the
// inside out: window, border, mat; marks and caption lie beyond those.
struct Framed {
  Placement placement; // quarter_turns: of the picture on the upright sheet
  PixelBox window;     // the picture
  PixelBox border,
      outer;        // border around the window, mat around the border; equal where there is none
  PixelBox caption; // empty: none
};

// The place of one picture and what it is asked to look like there, in pixels.
struct Spot {
  Box room;      // what the frame may take, marks and caption with it
  Box centre_in; // what an unscaled picture is centred in: the paper, or the room
  double dpi = 0;
  bool bleeds = false;    // the room goes beyond the paper: its edges are wholly covered
  bool fill_room = false; // print-scaling is fill: the window takes all that the frame leaves
  bool natural = false;   // print-scaling is none: the picture's own size
  bool keep_small = true; // auto: a picture that fits keeps its size
  std::optional<model::PrintSize> exact; // of the window: a size of a package
  bool turn_to_fit = false;
};

// Errc::invalid where no picture is left, or where it does not fit; the message names what would.
Result<Framed> frame(const SourcePage& page, const Spot& spot, const model::PictureLayout& layout);

// Lengths as they are drawn. A border is never thinner than a pixel.
struct FrameWidths {
  std::int32_t border = 0;
  std::int32_t top = 0, right = 0, bottom = 0, left = 0; // of the mat
  std::int32_t marks = 0;                                // what marks take beyond the mat
  std::int32_t caption = 0;                              // height of the caption, with its distance
};
FrameWidths frame_widths(const model::PictureLayout& layout, double dpi);

} // namespace platen::layout
