#pragma once

#include "units/units.h"

#include <cstdint>
#include <string>

namespace platen::model {

// How the pages of a document lie on sheets, and what is written on them: the office's side of
// layout. The fields that a PWG standard names are spelt as there; the others are platen's own.

// presentation-direction-number-up (PWG 5100.3): first along this, then along that.
enum class PageOrder : std::uint8_t {
  right_then_down,
  right_then_up,
  left_then_down,
  left_then_up,
  down_then_right,
  down_then_left,
  up_then_right,
  up_then_left
};
constexpr bool begins_at_right(PageOrder order) {
  return order == PageOrder::left_then_down || order == PageOrder::left_then_up ||
         order == PageOrder::down_then_left || order == PageOrder::up_then_left;
}
constexpr bool begins_at_bottom(PageOrder order) {
  return order == PageOrder::right_then_up || order == PageOrder::left_then_up ||
         order == PageOrder::up_then_right || order == PageOrder::up_then_left;
}
constexpr bool goes_by_columns(PageOrder order) {
  return order == PageOrder::down_then_right || order == PageOrder::down_then_left ||
         order == PageOrder::up_then_right || order == PageOrder::up_then_left;
}

enum class PageBorder : std::uint8_t { none, single, single_thick }; // around each page
enum class Imposition : std::uint8_t { none, signature };            // imposition-template: booklet
enum class PageDelivery : std::uint8_t { same_order, reverse_order };
enum class WatermarkLayer : std::uint8_t { under, over };
enum class LayerScaling : std::uint8_t { fit, none }; // page-layer-scaling
// Of the sheet as it is fed, seen on its front; `by_sides`: where `sides` turns it over.
enum class BindingEdge : std::uint8_t { by_sides, left, right, top, bottom };
enum class Corner : std::uint8_t { top_right, top_left, bottom_right, bottom_left };

struct ImageShift {
  Hmm x, y; // to the right and up
  constexpr bool operator==(const ImageShift&) const = default;
};

struct OfficeLayout {
  std::int32_t number_up = 1;
  PageOrder order = PageOrder::right_then_down;
  PageBorder border = PageBorder::none;
  Imposition imposition = Imposition::none;
  Hmm creep;                                        // of a booklet, for each sheet further inside
  std::int32_t poster_columns = 0, poster_rows = 0; // sheets that one page covers; 0: no poster
  Hmm poster_overlap{1000};
  Hmm binding_margin; // left free at the edge where the sheets are bound
  BindingEdge binding_edge = BindingEdge::by_sides;
  ImageShift front, back; // x-side1-image-shift and so on (PWG 5100.3)
  PageDelivery delivery = PageDelivery::same_order;
  std::string header, footer; // "LEFT|CENTRE|RIGHT" with {fields}; empty: none
  std::string watermark, stamp;
  std::string underlay, overlay; // SHA-256 of the PDF below and above each page
  LayerScaling layer_scaling = LayerScaling::fit;
  WatermarkLayer watermark_layer = WatermarkLayer::under;
  Corner stamp_corner = Corner::top_right;
  bool skip_blank_pages = false; // sides without a dot are left out

  bool booklet() const { return imposition == Imposition::signature; }
  bool poster() const { return poster_columns > 0; }
  bool layered() const { return !underlay.empty() || !overlay.empty(); }
  // Something is written on each page, or laid below or above it.
  bool written() const {
    return !header.empty() || !footer.empty() || !watermark.empty() || !stamp.empty() || layered();
  }
  // A side holds something else than one page and nothing beside it.
  bool composed() const {
    return number_up > 1 || booklet() || border != PageBorder::none || written();
  }
  bool arranged() const { return composed() || poster(); }
  bool moved() const {
    return binding_margin.v > 0 || front != ImageShift{} || back != ImageShift{};
  }
};

} // namespace platen::model
