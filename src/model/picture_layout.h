#pragma once

#include "units/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace platen::model {

// How pictures and pages lie on their sheet, beyond print-scaling and orientation-requested. The
// fields that a PWG standard names are spelt as there; the others are platen's own.

enum class XPosition : std::uint8_t { none, left, center, right }; // x-image-position (PWG 5100.3)
enum class YPosition : std::uint8_t { none, top, center, bottom }; // y-image-position (PWG 5100.3)
enum class CropAnchor : std::uint8_t { // what stays when a picture is cut to a shape
  center,
  top,
  bottom,
  left,
  right,
  top_left,
  top_right,
  bottom_left,
  bottom_right
};
enum class Marks : std::uint8_t { none, crop, corner };
enum class ImageRotation : std::uint8_t { // within its place on the sheet, clockwise
  by_layout,                              // a package turns its pictures to fit; else none
  automatic,
  upright,
  quarter,
  half,
  three_quarters
};
enum class Overspray : std::uint8_t { none, low, medium, full }; // 0, 1/3, 2/3, 3/3 of the device's

struct Rgb { // sRGB
  std::uint8_t red = 0, green = 0, blue = 0;
  constexpr bool operator==(const Rgb&) const = default;
};
inline constexpr Rgb paper_white{255, 255, 255};

struct Edges {
  Hmm top, right, bottom, left; // none is negative
  constexpr bool operator==(const Edges&) const = default;
};

// A part of the upright picture, in fractions of its width and height; never empty.
struct CropBox {
  double left = 0, top = 0, width = 1, height = 1;
  constexpr bool operator==(const CropBox&) const = default;
};

struct PrintSize {
  Hmm width, height; // both positive
  constexpr bool operator==(const PrintSize&) const = default;
};

struct PictureLayout {
  std::optional<Hmm> width, height; // of the picture without its border; one alone keeps its shape
  XPosition x_position = XPosition::none;
  YPosition y_position = YPosition::none;
  Hmm x_shift, y_shift; // to the right and up, as PWG 5100.3 counts
  CropBox crop;
  CropAnchor anchor = CropAnchor::center;
  ImageRotation rotation = ImageRotation::by_layout;
  Hmm border; // around the picture
  Rgb border_color;
  Edges mat; // around picture and border
  Rgb mat_color = paper_white;
  Marks marks = Marks::none;
  std::string caption;                // a text with {fields} (caption_fields()); empty: none
  Hmm caption_height{282};            // of its letters' line: 8 points
  std::int32_t rows = 0, columns = 0; // contact sheet; 0: none
  Hmm gap{500};                       // between its cells, and between those of a package
  std::vector<PrintSize> package;     // every picture in each of these sizes
  Overspray overspray = Overspray::full;
  // media-overprint-distance (PWG 5100.13): how far beyond each edge, within what the device sprays
  // there; goes before `overspray`.
  std::optional<Hmm> overprint;
  bool safe_margins = true; // those of fine-art papers are kept

  bool contact_sheet() const { return rows > 0; }
  bool several() const { return contact_sheet() || !package.empty(); }
  // Something is to be drawn beside the picture, or a part of it only.
  bool decorated() const {
    return border.v > 0 || mat != Edges{} || marks != Marks::none || !caption.empty() ||
           crop != CropBox{};
  }
  // Needs more than print-scaling says.
  bool special() const {
    return several() || decorated() || width || height || x_position != XPosition::none ||
           y_position != YPosition::none || x_shift.v != 0 || y_shift.v != 0 ||
           (rotation != ImageRotation::by_layout && rotation != ImageRotation::upright) ||
           anchor != CropAnchor::center;
  }
};

} // namespace platen::model
