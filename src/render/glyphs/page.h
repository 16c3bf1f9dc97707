#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace platen::render::glyphs {

// What is painted in black: the pixels that are 1.
struct Bitmap {
  std::int32_t width = 0, height = 0; // pixels
  std::size_t words = 0;              // of 64 pixels, in a row
  // Row by row, the leftmost pixel in the most significant bit. Beyond the width there is nothing.
  std::vector<std::uint64_t> pixels;
};

// `bytes`: rows of `stride` bytes, packed as in mask1; what lies beyond the width is left out.
// EXPECTS that they are enough.
Bitmap make_bitmap(std::int32_t width, std::int32_t height, Bytes bytes, std::size_t stride);

// Bytes, with what is beside the pixels.
std::size_t size_in_memory(const Bitmap& bitmap);

struct Box {
  std::int32_t left = 0, top = 0, right = 0, bottom = 0; // pixels; right and bottom are outside
  bool operator==(const Box&) const = default;
};

// A page of mask1 that consists of bitmaps: a few bytes for each, not the pixels.
class Page {
public:
  // It paints within `shape` alone.
  explicit Page(PageShape shape) : shape_(shape) {}

  // Its number, as place() wants it.
  std::uint32_t add_bitmap(std::shared_ptr<const Bitmap> bitmap);
  const Bitmap& bitmap(std::uint32_t number) const { return *bitmaps_[number]; }
  // EXPECTS x, y >= 0. It is painted within `clip` alone.
  void place(std::uint32_t bitmap, std::int32_t x, std::int32_t y, const Box& clip);
  // After the last place() and before the first paint().
  void finish();

  // The rows of `into`, which has the shape's width.
  void paint(Band into) const;
  // The same, a pixel at a time: what paint() has to give.
  void paint_plainly(Band into) const;

private:
  struct Place {
    std::int32_t y, x;
    std::uint32_t bitmap, clip;
  };
  void paint(const Place& place, Band into) const;

  PageShape shape_;
  std::vector<std::shared_ptr<const Bitmap>> bitmaps_;
  std::vector<Box> clips_;
  std::vector<Place> places_;
  // finish(): where in places_ those begin whose top is in each so many rows, and the end.
  std::vector<std::uint32_t> bins_;
  std::int32_t tallest_ = 0;
};

} // namespace platen::render::glyphs
