// Pages that share sides: number-up, booklets, posters, binding, the order of sheets.
#include "layout/layout.h"
#include "model/length.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::layout {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

const SourcePage a4{Points{595.276}, Points{841.89}};
const SourcePage wide_a4{Points{841.89}, Points{595.276}};

const model::Model& ir1020() {
  static const auto models = model::load_models(PLATEN_SOURCE_DATA);
  return **model::find_model(*models, "canon-ir1020");
}

Result<std::vector<SidePlan>> plan_for(const std::vector<SourcePage>& pages,
                                       const model::Options& options) {
  TRY(const model::Ticket ticket, model::make_ticket(ir1020(), options));
  return plan(pages, ir1020(), ticket);
}

std::vector<SidePlan> sides_of(std::size_t pages, const SourcePage& page,
                               const model::Options& options) {
  auto sides = plan_for(std::vector(pages, page), options);
  EXPECT_TRUE(sides) << sides.error().message();
  return sides ? *std::move(sides) : std::vector<SidePlan>{};
}

// Where the middle of a cell is for its reader, who holds the sheet as its pages lie on it.
struct Seen {
  std::int32_t page = 0;
  double x = 0, y = 0;
};
Seen seen(const Cell& cell, const SidePlan& side) {
  double x = cell.placement.x + cell.placement.width / 2;
  double y = cell.placement.y + cell.placement.height / 2;
  double width = side.raster.width, height = side.raster.height;
  for (std::int32_t i = 0; i < cell.placement.quarter_turns; ++i) { // back, counter-clockwise
    const double was = x;
    x = y, y = width - was;
    std::swap(width, height);
  }
  return {cell.page, x, y};
}

// The pages of a side as they are read: row by row.
std::vector<std::int32_t> read_by_rows(const SidePlan& side) {
  std::vector<Seen> cells;
  for (const Cell& cell : side.composition->cells)
    cells.push_back(seen(cell, side));
  std::ranges::sort(cells, [](const Seen& a, const Seen& b) {
    return std::abs(a.y - b.y) > 10 ? a.y < b.y : a.x < b.x;
  });
  std::vector<std::int32_t> pages;
  for (const Seen& cell : cells)
    pages.push_back(cell.page + 1);
  return pages;
}

double scale_of(const Cell& cell, const SourcePage& page) {
  const bool turned = cell.placement.quarter_turns % 2 != 0;
  return (turned ? cell.placement.height : cell.placement.width) / (page.width.v / 72 * 600);
}

TEST(NumberUp, TurnsTheSheetForTwoAndKeepsItForFour) {
  const auto two = sides_of(4, a4, {{"number-up", "2"}});
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].placement.quarter_turns, 3);
  EXPECT_THAT(read_by_rows(two[0]), ElementsAre(1, 2));
  EXPECT_THAT(read_by_rows(two[1]), ElementsAre(3, 4));
  EXPECT_NEAR(scale_of(two[0].composition->cells[0], a4), 0.67, 0.02);

  const auto four = sides_of(5, a4, {{"number-up", "4"}});
  ASSERT_EQ(four.size(), 2u);
  EXPECT_EQ(four[0].placement.quarter_turns, 0);
  EXPECT_THAT(read_by_rows(four[0]), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(read_by_rows(four[1]), ElementsAre(5));
}

TEST(NumberUp, PutsWidePagesOverEachOther) {
  const auto sides = sides_of(2, wide_a4, {{"number-up", "2"}});
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].placement.quarter_turns, 0);
  const auto& cells = sides[0].composition->cells;
  EXPECT_LT(cells[0].placement.y, cells[1].placement.y);
  EXPECT_DOUBLE_EQ(cells[0].placement.x, cells[1].placement.x);
}

TEST(NumberUp, FollowsTheDirection) {
  const std::map<std::string, std::vector<std::int32_t>> read{
      {"toright-tobottom", {1, 2, 3, 4}}, {"toleft-tobottom", {2, 1, 4, 3}},
      {"toright-totop", {3, 4, 1, 2}},    {"toleft-totop", {4, 3, 2, 1}},
      {"tobottom-toright", {1, 3, 2, 4}}, {"tobottom-toleft", {3, 1, 4, 2}},
      {"totop-toright", {2, 4, 1, 3}},    {"totop-toleft", {4, 2, 3, 1}}};
  for (const auto& [direction, pages] : read) {
    const auto sides =
        sides_of(4, a4, {{"number-up", "4"}, {"presentation-direction-number-up", direction}});
    ASSERT_EQ(sides.size(), 1u);
    EXPECT_THAT(read_by_rows(sides[0]), ElementsAreArray(pages)) << direction;
  }
}

RC_GTEST_PROP(NumberUp, ShowsEveryPageOnceInsideTheSheet, ()) {
  const auto number = *rc::gen::element<std::string>("2", "4", "6", "8", "9", "12", "16");
  const auto scaling = *rc::gen::element<std::string>("auto", "fit", "fill", "none");
  std::vector<SourcePage> pages;
  const auto count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i)
    pages.push_back({Points{static_cast<double>(*rc::gen::inRange(50, 1200))},
                     Points{static_cast<double>(*rc::gen::inRange(50, 1200))}});
  const auto sides = plan_for(
      pages, {{"number-up", number}, {"print-scaling", scaling}, {"media", "iso_a4_210x297mm"}});
  RC_ASSERT(sides.has_value());
  std::vector<std::int32_t> found;
  for (const SidePlan& side : *sides) {
    const auto& cells = side.composition->cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      found.push_back(cells[i].page);
      RC_ASSERT(holds({0, 0, side.raster.width, side.raster.height}, cells[i].window));
      for (std::size_t k = 0; k < i; ++k)
        RC_ASSERT(common(cells[i].window, cells[k].window).empty());
    }
  }
  std::vector<std::int32_t> all(pages.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<std::int32_t>(i);
  RC_ASSERT(found == all);
}

TEST(NumberUp, LeavesPagesOfAnotherDocumentToAnotherSide) {
  SourcePage second = a4;
  second.document = 1;
  const auto apart = plan_for({a4, a4, a4, second}, {{"number-up", "2"}});
  ASSERT_TRUE(apart);
  EXPECT_EQ(apart->size(), 3u);
  const auto together =
      plan_for({a4, a4, a4, second},
               {{"number-up", "2"}, {"multiple-document-handling", "single-document"}});
  ASSERT_TRUE(together);
  EXPECT_EQ(together->size(), 2u);
}

TEST(NumberUp, DrawsLinesAroundThePages) {
  const auto sides = sides_of(2, a4, {{"number-up", "2"}, {"page-border", "single-thick"}});
  ASSERT_EQ(sides[0].composition->over.size(), 8u);
  for (const Fill& line : sides[0].composition->over)
    EXPECT_EQ(std::min(line.box.width, line.box.height), 13); // 1.5 points
}

// Folds the printed sheets and reads: sheet in sheet, front outside.
std::vector<std::int32_t> read_folded(const std::vector<SidePlan>& sides) {
  const auto half = [](const SidePlan& side, bool left) {
    if (!side.composition) return 0;
    for (const Cell& cell : side.composition->cells) {
      const Seen where = seen(cell, side);
      if ((where.x < side.raster.height / 2.0) == left) return where.page + 1;
    }
    return 0;
  };
  std::vector<std::int32_t> opening, closing;
  for (std::size_t i = 0; i < sides.size(); i += 2) {
    opening.push_back(half(sides[i], false));
    opening.push_back(half(sides[i + 1], true));
    closing.push_back(half(sides[i], true));
    closing.push_back(half(sides[i + 1], false));
  }
  // From the last sheet on the pages come back on its inner, then its outer right half.
  for (std::size_t i = closing.size(); i-- > 0;)
    opening.push_back(closing[i]);
  while (!opening.empty() && opening.back() == 0)
    opening.pop_back();
  return opening;
}

TEST(Booklet, IsReadInOrderWhenFolded) {
  for (std::size_t pages = 1; pages <= 21; ++pages) {
    const auto sides = sides_of(pages, a4, {{"imposition-template", "signature"}});
    ASSERT_EQ(sides.size(), (pages + 3) / 4 * 2);
    std::vector<std::int32_t> order(pages);
    for (std::size_t i = 0; i < pages; ++i)
      order[i] = static_cast<std::int32_t>(i + 1);
    EXPECT_EQ(read_folded(sides), order) << pages;
    EXPECT_FALSE(sides[0].back);
    EXPECT_TRUE(sides[1].back);
  }
}

TEST(Booklet, IsPrintedOnBothSidesAndTurnsAtItsFold) {
  const auto ticket = model::make_ticket(ir1020(), {{"imposition-template", "signature"}});
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->sides, model::Sides::two_sided_short_edge);
}

TEST(Booklet, CreepsToTheFold) {
  const auto flat = sides_of(16, a4, {{"imposition-template", "signature"}});
  const auto creeping =
      sides_of(16, a4, {{"imposition-template", "signature"}, {"booklet-creep", "0.5mm"}});
  for (std::size_t i = 0; i < flat.size(); ++i)
    for (std::size_t c = 0; c < 2; ++c) {
      const Seen was = seen(flat[i].composition->cells[c], flat[i]);
      const Seen is = seen(creeping[i].composition->cells[c], creeping[i]);
      const double fold = flat[i].raster.height / 2.0;
      const double shift = static_cast<double>(i / 2) * 50 * 600 / 2540; // of its sheet
      EXPECT_NEAR(is.x, was.x + (was.x < fold ? shift : -shift), 0.01) << i << ' ' << c;
    }
}

TEST(Poster, CoversThePageWithItsSheets) {
  const auto sides = sides_of(1, a4, {{"poster", "2x2"}, {"poster-overlap", "15mm"}});
  ASSERT_EQ(sides.size(), 4u);
  const double area_width = sides[0].raster.width, area_height = sides[0].raster.height;
  const double overlap = 1500 * 600 / 2540.0;
  EXPECT_NEAR(sides[0].placement.x - sides[1].placement.x, area_width - overlap, 0.01);
  EXPECT_NEAR(sides[0].placement.y - sides[2].placement.y, area_height - overlap, 0.01);
  // Nothing of the page is lost at the outer edges.
  EXPECT_GE(sides[0].placement.x, -0.001);
  EXPECT_GE(sides[0].placement.y, -0.001);
  EXPECT_LE(sides[3].placement.x + sides[3].placement.width, area_width + 0.001);
  EXPECT_LE(sides[3].placement.y + sides[3].placement.height, area_height + 0.001);
  // It is as large as the sheets allow.
  EXPECT_NEAR(std::max(sides[0].placement.width - (2 * area_width - overlap),
                       sides[0].placement.height - (2 * area_height - overlap)),
              0, 0.01);
}

TEST(Poster, IsPrintedOnOneSide) {
  for (const char* const sides : {"two-sided-long-edge", "two-sided-short-edge"}) {
    const auto tiles = sides_of(2, a4, {{"poster", "2x2"}, {"sides", sides}, {"copies", "2"}});
    ASSERT_EQ(tiles.size(), 8u);
    for (const SidePlan& tile : tiles) {
      EXPECT_FALSE(tile.back);
      EXPECT_TRUE(tile.one_sided);
    }
  }
  EXPECT_FALSE(sides_of(1, a4, {{"poster", "2x2"}})[0].one_sided);
}

TEST(Poster, TurnsItsSheetsForTwoSideBySide) {
  const auto sides = sides_of(1, wide_a4, {{"poster", "1x2"}, {"poster-overlap", "0mm"}});
  ASSERT_EQ(sides.size(), 2u);
  EXPECT_EQ(sides[0].placement.quarter_turns, 0);
  const auto high = sides_of(1, a4, {{"poster", "2x1"}, {"poster-overlap", "0mm"}});
  EXPECT_EQ(high[0].placement.quarter_turns, 3);
}

TEST(Binding, MovesFrontsAndBacksApart) {
  const auto sides =
      sides_of(2, a4, {{"binding-margin", "15mm"}, {"sides", "two-sided-long-edge"}});
  ASSERT_EQ(sides.size(), 2u);
  const double paper = -500 * 600 / 2540.0, width = 21000 * 600 / 2540.0;
  const double margin = 1500 * 600 / 2540.0;
  // The page is as large as its paper: it goes beyond the printable area, which gets smaller.
  const double beyond = 500 * 600 / 2540.0 * margin / sides[0].raster.width;
  EXPECT_NEAR(sides[0].placement.x, paper + margin + beyond, 1);
  EXPECT_NEAR(sides[0].placement.x + sides[0].placement.width, paper + width - beyond, 1);
  EXPECT_NEAR(sides[1].placement.x, paper + beyond, 1);
  EXPECT_NEAR(sides[1].placement.x + sides[1].placement.width, paper + width - margin - beyond, 1);
}

// Which edge of the paper stays free, in dots, on a front and its back.
struct FreeEdges {
  double left = 0, right = 0, top = 0, bottom = 0;
};
FreeEdges free_edges(const SidePlan& side) {
  const double paper_x = -500 * 600 / 2540.0, width = 21000 * 600 / 2540.0;
  const double paper_y = -500 * 600 / 2540.0, height = 29700 * 600 / 2540.0;
  const Placement& at = side.placement;
  return {at.x - paper_x, paper_x + width - at.x - at.width, at.y - paper_y,
          paper_y + height - at.y - at.height};
}

TEST(Binding, IsAtTheEdgeThatIsNamedOnBothSidesOfTheSheet) {
  using Edge = double FreeEdges::*;
  struct Case {
    const char *sides, *edge;
    Edge front, back;
  };
  constexpr Edge left = &FreeEdges::left, right = &FreeEdges::right;
  constexpr Edge top = &FreeEdges::top, bottom = &FreeEdges::bottom;
  for (const Case& c : {Case{"two-sided-long-edge", "auto", left, right},
                        Case{"two-sided-long-edge", "left", left, right},
                        Case{"two-sided-long-edge", "right", right, left},
                        Case{"two-sided-long-edge", "top", top, top},
                        Case{"two-sided-long-edge", "bottom", bottom, bottom},
                        Case{"two-sided-short-edge", "auto", top, bottom},
                        Case{"two-sided-short-edge", "top", top, bottom},
                        Case{"two-sided-short-edge", "bottom", bottom, top},
                        Case{"two-sided-short-edge", "left", left, left},
                        Case{"two-sided-short-edge", "right", right, right}}) {
    SCOPED_TRACE(std::string(c.sides) + " " + c.edge);
    const auto sides =
        sides_of(2, a4, {{"binding-margin", "15mm"}, {"sides", c.sides}, {"binding-edge", c.edge}});
    ASSERT_EQ(sides.size(), 2u);
    for (const Edge edge : {left, right, top, bottom}) {
      // Along the other direction the smaller page lies in the middle.
      const double margin = 1500 * 600 / 2540.0;
      for (std::size_t i = 0; i < 2; ++i) {
        const Edge bound = i == 0 ? c.front : c.back;
        const FreeEdges free = free_edges(sides[i]);
        if (edge == bound)
          EXPECT_NEAR(free.*edge, margin, 10); // and the page's edge that is not printed
        else
          EXPECT_LT(free.*edge, 0.75 * margin);
      }
    }
  }
}

// What is drawn on a side, to its edges.
std::vector<Box> drawn(const SidePlan& side) {
  const auto box_of = [](const Placement& at) { return Box{at.x, at.y, at.width, at.height}; };
  if (!side.composition) return {box_of(side.placement)};
  std::vector<Box> boxes;
  for (const Cell& cell : side.composition->cells)
    boxes.push_back(box_of(cell.placement));
  for (const Fill& fill : side.composition->over)
    boxes.push_back({static_cast<double>(fill.box.x), static_cast<double>(fill.box.y),
                     static_cast<double>(fill.box.width), static_cast<double>(fill.box.height)});
  return boxes;
}

RC_GTEST_PROP(Binding, CutsNothingOff, ()) {
  const bool wide = *rc::gen::arbitrary<bool>();
  const Hmm margin{*rc::gen::inRange(1, 5081)};
  const model::Options options{
      {"media", *rc::gen::element<std::string>("iso_a4_210x297mm", "na_legal_8.5x14in")},
      {"sides",
       *rc::gen::element<std::string>("one-sided", "two-sided-long-edge", "two-sided-short-edge")},
      {"binding-edge", *rc::gen::element<std::string>("auto", "left", "right", "top", "bottom")},
      {"binding-margin", model::to_string(margin)},
      {"page-border", *rc::gen::element<std::string>("none", "single", "single-thick")},
      {"number-up", *rc::gen::element<std::string>("1", "2", "4", "6", "16")},
      {"print-scaling", "fit"}};
  const auto sides = plan_for(std::vector(40, wide ? wide_a4 : a4), options);
  RC_ASSERT(sides.has_value());
  for (const SidePlan& side : *sides)
    for (const Box& box : drawn(side)) {
      RC_ASSERT(box.x >= -1e-6 && box.right() <= side.raster.width + 1e-6);
      RC_ASSERT(box.y >= -1e-6 && box.bottom() <= side.raster.height + 1e-6);
    }
}

TEST(LeftOut, PagesCountForRangesAndOthersFollowOn) {
  std::vector<SourcePage> pages(6, a4);
  pages[1].left_out = pages[2].left_out = true;
  const auto sides =
      plan_for(pages, {{"sides", "two-sided-long-edge"}, {"page-ranges", "1-5"}}).value();
  std::vector<std::pair<std::int32_t, bool>> order;
  for (const SidePlan& side : sides)
    order.emplace_back(side.page, side.back);
  EXPECT_THAT(order, ElementsAre(std::pair(0, false), std::pair(3, true), std::pair(4, false)));
}

TEST(Binding, OnlyShiftsWhereScalingIsNone) {
  const auto sides = sides_of(1, a4, {{"binding-margin", "15mm"}, {"print-scaling", "none"}});
  const auto plain = sides_of(1, a4, {{"print-scaling", "none"}});
  EXPECT_NEAR(sides[0].placement.x - plain[0].placement.x, 1500 * 600 / 2540.0, 0.01);
  EXPECT_NEAR(sides[0].placement.width, plain[0].placement.width, 0.01);
}

TEST(Shift, IsThatOfTheSide) {
  const auto plain = sides_of(2, a4, {{"sides", "two-sided-long-edge"}});
  const auto sides = sides_of(2, a4,
                              {{"sides", "two-sided-long-edge"},
                               {"x-side1-image-shift", "254"},
                               {"y-side2-image-shift", "-2.54mm"}});
  EXPECT_NEAR(sides[0].placement.x - plain[0].placement.x, 60, 0.01);
  EXPECT_NEAR(sides[0].placement.y, plain[0].placement.y, 0.01);
  EXPECT_NEAR(sides[1].placement.x, plain[1].placement.x, 0.01);
  EXPECT_NEAR(sides[1].placement.y - plain[1].placement.y, 60, 0.01);
}

// A page at its own size in the middle of its sheet: 5 cm wide, 8 cm of paper beside it.
TEST(Shift, IsRefusedWhereNothingOfAPageIsLeft) {
  const SourcePage small{Points{142}, Points{142}};
  const auto shifted = [&](const char* option, const char* value) {
    return plan_for(
        {a4, small, small},
        {{option, value}, {"media", "iso_a4_210x297mm"}, {"sides", "two-sided-long-edge"}});
  };
  EXPECT_TRUE(
      shifted("x-side1-image-shift", "124mm")); // 130 mm to the sheet's edge, 5 mm of it white
  EXPECT_TRUE(shifted("x-side1-image-shift", "-120mm"));
  EXPECT_TRUE(shifted("y-side1-image-shift", "150mm"));
  const auto lost = shifted("x-side1-image-shift", "126mm");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().message(),
            "page 3: x-side1-image-shift would move it off its sheet; choose less");
  const auto back = shifted("x-side2-image-shift", "-126mm");
  ASSERT_FALSE(back);
  EXPECT_THAT(back.error().message(), HasSubstr("page 2: x-side2-image-shift would"));
}

TEST(Shift, IsRefusedWhereACellIsLeftWithNothing) {
  const auto shifted = [](const char* value) {
    return plan_for(std::vector(6, a4), {{"number-up", "4"}, {"x-side1-image-shift", value}});
  };
  EXPECT_TRUE(shifted("90mm"));
  const auto lost = shifted("110mm"); // more than a column
  ASSERT_FALSE(lost);
  EXPECT_THAT(lost.error().message(), HasSubstr("page 2: x-side1-image-shift would move it off"));
}

TEST(Booklet, IsRefusedWhereItsPagesCreepOverTheFold) {
  const model::Options options{{"imposition-template", "signature"}, {"booklet-creep", "5mm"}};
  EXPECT_TRUE(plan_for(std::vector(112, a4), options)); // 27 sheets further inside, 135 mm
  const auto lost = plan_for(std::vector(140, a4), options);
  ASSERT_FALSE(lost);
  EXPECT_THAT(lost.error().message(), HasSubstr("booklet-creep would move it off its sheet"));
}

TEST(Delivery, BeginsWithTheLastSheet) {
  const auto sides = sides_of(
      3, a4, {{"sides", "two-sided-long-edge"}, {"page-delivery", "reverse-order-face-down"}});
  std::vector<std::int32_t> pages;
  for (const SidePlan& side : sides)
    pages.push_back(side.page);
  EXPECT_THAT(pages, ElementsAre(2, -1, 0, 1));
  EXPECT_FALSE(sides[2].back);
  EXPECT_TRUE(sides[3].back);
}

TEST(Office, RefusesWhatDoesNotGoTogether) {
  const std::vector<std::pair<model::Options, std::string>> wrong{
      {{{"poster", "2x2"}, {"number-up", "2"}}, "poster and number-up"},
      {{{"poster", "2x2"}, {"imposition-template", "signature"}}, "poster and imposition-template"},
      {{{"number-up", "4"}, {"imposition-template", "signature"}}, "number-up=4 do not"},
      {{{"number-up", "4"}, {"image-width", "5cm"}}, "layout of a picture"},
      {{{"binding-margin", "1cm"}, {"imposition-template", "signature"}}, "binding-margin and"},
      {{{"binding-margin", "51mm"}}, "at most 50.8mm"},
      {{{"booklet-creep", "5.01mm"}}, "at most 5mm"},
      {{{"x-side1-image-shift", "151mm"}}, "at most 150mm"},
      {{{"y-side2-image-shift", "-30000"}}, "at most 150mm"},
      {{{"imposition-template", "signature"}, {"front-cover", "blank"}, {"back-cover", "printed"}},
       "front-cover=blank and back-cover=printed do not go together in a booklet"},
      {{{"imposition-template", "signature"}, {"media", "iso_a5_148x210mm"}},
       "a booklet (imposition-template=signature) does not go with A5"},
      {{{"number-up", "3"}}, "takes 1, 2, 4, 6, 8, 9, 12 or 16"},
      {{{"poster", "20x20"}}, "at most 100 sheets"},
      {{{"page-header", "{pge}"}}, "{page}"},
      {{{"page-footer", "a|b|c|d"}}, "three parts at most"},
      {{{"watermark", "a\nb"}}, "255 bytes"}};
  for (const auto& [options, words] : wrong) {
    const auto sides = plan_for({a4}, options);
    ASSERT_FALSE(sides) << words;
    EXPECT_THAT(sides.error().message(), HasSubstr(words));
  }
  const auto overlap = plan_for({a4}, {{"poster", "2x2"}, {"poster-overlap", "15cm"}});
  ASSERT_FALSE(overlap);
  EXPECT_THAT(overlap.error().message(), HasSubstr("poster-overlap"));
}

} // namespace
} // namespace platen::layout
