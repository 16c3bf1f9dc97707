#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// Pages of a document arranged on sheets, and what is written on them. Lengths are points, origin
// bottom left, y up. Plain enough for a C++17 program: qpdf's headers are no C++20 for clang 14.
namespace platen::render {

struct PointMatrix { // x' = a x + c y + e, y' = b x + d y + f
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

struct PointBox {
  double x = 0, y = 0, width = 0, height = 0;
};

// One line of text.
struct PageText {
  enum class Align : std::uint8_t { left, centre, right };
  std::string text;    // UTF-8
  double x = 0, y = 0; // of the middle of the line's height, at its left end, middle or right end
  Align align = Align::left;
  double size = 0;       // of the letters, points
  double most_width = 0; // smaller letters where it would be longer
  double degrees = 0;    // turned counter-clockwise about (x, y)
  double gray = 0;       // 0 = black
  bool outlined = false; // the edges of the letters only
  bool framed = false;   // in a rectangle
};

// What is written on one page of a document.
struct TextPage {
  double width = 0, height = 0; // those of the page
  std::vector<PageText> texts;
};

// A page of another document below or above a page.
struct PlacedLayer {
  std::int32_t page = -1; // 0-based; -1: none
  PointMatrix matrix;     // from the upright page of the layer to the upright page
};

struct PlacedPage {
  std::int32_t page = 0;              // 0-based; -1: only what lies below and above it
  PointMatrix matrix;                 // from the upright page to the sheet
  PointBox window;                    // what may be seen of it, on the sheet
  std::int32_t under = -1, over = -1; // which TextPage lies below and above it; -1: none
  PlacedLayer underlay, overlay;      // below `under`; between the page and `over`
};

struct PaintedBox {
  PointBox box;
  double red = 0, green = 0, blue = 0;
};

struct ImposedSheet {
  double width = 0, height = 0;
  // Of the device to a point of the sheet, where rectangles shall be as many pixels wide as they
  // are and not a pixel more (worker/exact_areas.h); 0: they are drawn as they come.
  double pixels = 0;
  std::vector<PaintedBox> under;
  std::vector<PlacedPage> pages;
  std::vector<PaintedBox> over;
};

struct Imposition {
  std::vector<ImposedSheet> sheets;
  std::vector<TextPage> texts;
  // The PDFs whose pages are the layers; null: none.
  std::shared_ptr<const std::vector<std::byte>> underlay, overlay;
};

} // namespace platen::render
