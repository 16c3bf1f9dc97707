#pragma once

#include "layout/box.h"
#include "model/picture_layout.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen::layout {

// Where the source page lands on the raster (the printable area at device resolution), in device
// pixels from the raster's top left corner. The rectangle is that of the rotated page; parts
// outside the raster are cut. For pictures the edges are whole pixels.
struct Placement {
  std::int32_t quarter_turns = 0; // clockwise, 0..3, applied to the upright source page
  double x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Placement&) const = default;
};

// A page on a sheet that holds more than one page, or a part of one. Windows of one sheet do not
// overlap, and lie on the raster.
struct Cell {
  std::int32_t page = 0, document = 0; // as SidePlan counts them
  Placement placement;
  PixelBox window;         // what is shown of the placed page
  std::int32_t number = 1; // of the page, as page-ranges counts
  // Of a picture, where the page lies on which it would be alone: its cell, or the paper. What is
  // written on pages is written there, not on the picture, which may be any size.
  Placement sheet = {};
  bool operator==(const Cell&) const = default;
};

// A rectangle of one colour; what lies beyond the raster is cut.
struct Fill {
  PixelBox box;
  model::Rgb color;
  bool operator==(const Fill&) const = default;
};

// One line of text, centred in its box, cut with an ellipsis where the box ends.
struct Caption {
  std::int32_t cell = 0;          // whose page fills in the fields
  std::string text;               // with {fields}: model/caption_fields.h
  std::int32_t number = 0;        // of its page: {number}
  PixelBox box;                   // turned as the text is
  std::int32_t quarter_turns = 0; // clockwise, of the text
  bool operator==(const Caption&) const = default;
};

// What is written on a side whose pages are pictures: pages of a document of their own
// (flow/written_sides.h), as large as the paper. -1: none.
struct WrittenSide {
  std::int32_t under = -1, over = -1;
  std::int32_t over_black = -1; // as `over`, on black; -1: `over` is black on paper
  Placement paper = {};         // where they lie
  bool operator==(const WrittenSide&) const = default;
};

// A side that is more than one page in one place, from the bottom to the top: paper,
// `written.under`, `under` (mats, borders), the cells' windows, `over` (marks), `written.over`,
// captions.
struct Composition {
  std::vector<Cell> cells;
  std::vector<Fill> under, over;
  std::vector<Caption> captions;
  WrittenSide written;
  bool operator==(const Composition&) const = default;
};

} // namespace platen::layout
