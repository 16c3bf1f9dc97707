#pragma once

#include "base/result.h"
#include "image/image.h"
#include "layout/composition.h"
#include "model/model.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace platen::layout {

// A page of the document as its author sees it (rotation and EXIF orientation already applied).
struct SourcePage {
  Points width, height; // physical size
  bool picture = false; // a picture: its size in points is a wish, not a page
  bool sized = true;    // false: a picture without a resolution; any size is right
  // A picture that its sender drew for this paper, white edges and all: a page of PWG or Apple
  // raster.
  bool for_paper = false;
  std::int32_t document = 0; // which document of the job it belongs to: 0 and up, in order
  bool left_out = false;     // not printed, though it counts for page-ranges and overrides
  // A scan: so many of its pixels, each black or white, the page is wide and high; else 0. At its
  // own size it is printed as near to that as each of them has a whole number of dots.
  double dots_width = 0, dots_height = 0;
};

// One sheet side: which page, on what paper, where.
struct SidePlan {
  std::int32_t page = 0;     // 0-based among the pages that were planned; -1 = a blank side
  std::int32_t document = 0; // SourcePage::document; of a blank side: that of its front
  model::MediaSize media;    // portrait
  std::string media_type, media_source; // PWG keywords
  model::Margins margins;
  PageShape raster; // pixels of the printable area; format is set by the caller
  Placement placement;
  bool back = false;
  // Of a job on both sides: this sheet is not, its paper cannot be turned over, or it is a
  // poster's.
  bool one_sided = false;
  // Several pages, a part of one, or something beside them: then this counts instead of `page` and
  // `placement`, which are those of the first cell. Null: nothing but the placed page.
  std::shared_ptr<const Composition> composition;
};

// The sides of one set of the job, in order: which pages (page-ranges), on which paper, where.
// With two-sided printing fronts and backs alternate; a blank back (page -1) stands where the next
// page begins a new sheet: before a change of paper (size, type or source), before another
// document unless the ticket makes them a single one, and at the end when more copies follow.
// page-ranges and overrides count the pages of each document, or of the single one; pages that are
// left out are counted, and others follow on in their place.
//
// Paper: the ticket's, else per page the model's size nearest to it (within 1 mm or 2 % of each
// edge, in either orientation; unsized pictures choose nothing), else the model's default.
//
// print-scaling is that of PWG 5100.16, now in PWG 5100.13; its author sums it up in cups-filters
// issue 108:
//
// none      physical size, centred on the paper, cut at the printable area. A sized picture is
// exact
//           to the dot: its size is rounded once, its edges are whole pixels, and where it fits
//           into the printable area it is moved into it rather than cut by unequal margins.
// fit       as large as fits the printable area, centred in it.
// fill      covers the whole paper, with borderless the overspray too; centred, cut.
// auto      none if the page is not larger than the paper, else fit, or fill when borderless.
// auto-fit  none if the page is not larger than the paper, else fit.
//
// A page that equals its paper is thus printed at exactly 100 %, true to the paper's edges; a scan,
// and what follows one of its size, within half a point of it, for whole dots (ADR 45). A
// picture has no white edge to lose: for auto and auto-fit it is larger when it exceeds the
// printable area, and auto with borderless fills when it covers the paper. An unsized picture has
// no physical size: it is fitted, or filled by fill and by auto with borderless. A page of raster
// keeps its size where any other page would: clients draw whole sheets, and know the margins.
//
// orientation-requested is that of RFC 8011 section 5.2.10: landscape turns the page 90 degrees
// counter-clockwise on the portrait sheet, reverse-landscape clockwise, reverse-portrait by 180.
// Not given: a wide page is turned as landscape.
//
// The ticket's layout (model/picture_layout.h) adds to that; docs/howto/layout.md says it for
// people:
//
// image-width, -height   the picture's own size, exact to the dot. With both, fit lies inside them,
//                        and everything else fills them and is cut.
// x-, y-image-position   at an edge of the printable area or in its middle; -shift moves it from
//                        there. Nothing may be pushed off the printable area.
// contact sheet          pages of all documents row by row, as many as there are cells; each is
//                        fitted into its cell unless print-scaling is fill.
// package                each page in all sizes of the list, on as few sheets as its shelves allow.
// safe margins           those of the medium: pages are fitted inside them, and what would lie on
//                        them is refused.
//
// So does its office layout (model/office_layout.h; docs/howto/office.md):
//
// number-up              pages of a document in equal cells, on sheets that are turned so that
// pages
//                        of the first one's shape are largest; fit in their cells, print-scaling
//                        fill covers them, none keeps their size.
// signature              two pages on a side, ordered so that the folded sheets are a booklet.
// poster                 a page on so many sheets, fitted into their printable areas together.
// binding margin         everything moves away from the edge of the binding, and is smaller. That
// is
//                        the left one of a front, or the upper one with two-sided-short-edge, or
//                        binding-edge: of the portrait sheet, as RFC 8011 section 5.2.6 has it.
//
// Errors: Errc::invalid if page-ranges leave nothing, the paper is not the model's or breaks a
// constraint, or the layout leaves no room for a picture (the message names what would fit);
// Errc::malformed for a page without a size; Errc::limit for a sheet of more than
// limits::sheet_pixels.
Result<std::vector<SidePlan>> plan(std::span<const SourcePage> pages, const model::Model& model,
                                   const model::Ticket& ticket);

} // namespace platen::layout
