#include "layout/place.h"

#include <cmath>
#include <tuple>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::layout {
namespace {

using model::Margins;
using model::MediaSize;
using model::Orientation;
using model::PrintScaling;
using model::Ticket;

const MediaSize a4{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
constexpr Margins five_mm{Hmm{500}, Hmm{500}, Hmm{500}, Hmm{500}};
constexpr Margins pixma{Hmm{300}, Hmm{500}, Hmm{340}, Hmm{340}};
constexpr Margins overspray{Hmm{-200}, Hmm{-500}, Hmm{-280}, Hmm{-280}};

Ticket ticket_with(PrintScaling scaling, bool borderless = false) {
  Ticket ticket;
  ticket.scaling = scaling;
  ticket.borderless = borderless;
  return ticket;
}

SourcePage page_mm(double width, double height, bool picture = false) {
  return {to_points(Hmm{static_cast<std::int32_t>(width * 100)}),
          to_points(Hmm{static_cast<std::int32_t>(height * 100)}), picture, true};
}

SourcePage picture_px(std::int32_t width, std::int32_t height, double ppi) {
  return {Points{width * 72.0 / ppi}, Points{height * 72.0 / ppi}, true, true};
}

void expect_box(const Placement& p, double x, double y, double width, double height) {
  EXPECT_NEAR(p.x, x, 1e-6);
  EXPECT_NEAR(p.y, y, 1e-6);
  EXPECT_NEAR(p.width, width, 1e-6);
  EXPECT_NEAR(p.height, height, 1e-6);
}

TEST(Sheet, OfA4WithPixmaMarginsHasTheAreaThatThosePrintersList) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  EXPECT_EQ(sheet.width, 4800);
  EXPECT_EQ(sheet.height, 6826);
}

TEST(Sheet, OfBorderless4x6HasTheAreaThatPixmaPrintersList) {
  const Sheet sheet =
      make_sheet({"na_index-4x6_4x6in", Hmm{10160}, Hmm{15240}}, overspray, Dpi{600});
  EXPECT_EQ(sheet.width, 2532);
  EXPECT_EQ(sheet.height, 3765);
}

TEST(Place, PutsAPageThatEqualsItsPaperAt100PercentOnThePapersEdges) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  const double inset = 500 * 600.0 / 2540;
  for (const auto scaling :
       {PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::none, PrintScaling::fill})
    expect_box(place(page_mm(210, 297), sheet, ticket_with(scaling)), -inset, -inset,
               21000 * 600.0 / 2540, 29700 * 600.0 / 2540);
}

TEST(Place, DoesNotScaleAPdfPageOfWholePointsOnA4) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  const Placement p =
      place({Points{595}, Points{842}, false, true}, sheet, ticket_with(PrintScaling::automatic));
  EXPECT_DOUBLE_EQ(p.width, 595 * 600 / 72.0);
  EXPECT_DOUBLE_EQ(p.height, 842 * 600 / 72.0);
}

TEST(Place, FitsAPageLargerThanThePaperIntoThePrintableArea) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  for (const auto scaling : {PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::fit}) {
    const Placement p = place(page_mm(297, 420), sheet, ticket_with(scaling));
    EXPECT_NEAR(p.width, std::min(4724.0, 6779 * 297.0 / 420), 1e-6);
    EXPECT_NEAR(p.x + p.width / 2, 4724 / 2.0, 1e-6);
    EXPECT_NEAR(p.y + p.height / 2, 6779 / 2.0, 1e-6);
  }
}

TEST(Place, LeavesASmallPageAtItsSizeInTheMiddleOfThePaperUnlessFitIsAsked) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  const Placement own = place(page_mm(100, 100), sheet, ticket_with(PrintScaling::automatic));
  EXPECT_NEAR(own.width, 10000 * 600.0 / 2540, 1e-6);
  EXPECT_NEAR(own.y, (29700 - 10000) / 2.0 * 600 / 2540 - 300 * 600.0 / 2540, 1e-6);
  EXPECT_NEAR(place(page_mm(100, 100), sheet, ticket_with(PrintScaling::fit)).width, 4800, 1e-6);
}

TEST(Place, TurnsAWidePageCounterClockwiseOnPortraitPaper) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  const Placement p = place(page_mm(297, 210), sheet, ticket_with(PrintScaling::automatic));
  EXPECT_EQ(p.quarter_turns, 3);
  EXPECT_NEAR(p.width, 21000 * 600.0 / 2540, 1e-6);
}

TEST(Place, TurnsAsRfc8011OrientationRequestedSays) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  Ticket ticket;
  const auto turns = [&](Orientation orientation, const SourcePage& page) {
    ticket.orientation = orientation;
    return place(page, sheet, ticket).quarter_turns;
  };
  for (const SourcePage& page : {page_mm(210, 297), page_mm(297, 210)}) {
    EXPECT_EQ(turns(Orientation::portrait, page), 0);
    EXPECT_EQ(turns(Orientation::landscape, page), 3);
    EXPECT_EQ(turns(Orientation::reverse_landscape, page), 1);
    EXPECT_EQ(turns(Orientation::reverse_portrait, page), 2);
  }
  EXPECT_EQ(turns(Orientation::automatic, page_mm(210, 297)), 0);
  EXPECT_EQ(turns(Orientation::automatic, page_mm(100, 100)), 0);
}

TEST(Place, ShrinksAWidePageThatMustStayUprightOnPortraitPaper) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  Ticket ticket = ticket_with(PrintScaling::automatic);
  ticket.orientation = Orientation::portrait;
  const Placement p = place(page_mm(297, 210), sheet, ticket);
  EXPECT_NEAR(p.width, 4724, 1e-6);
  EXPECT_NEAR(p.height, 4724 * 210.0 / 297, 1e-6);
}

TEST(Place, FitsAPictureThatWouldLoseItsEdgeToTheMargins) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  const SourcePage paper_sized = picture_px(2480, 3508, 300);
  EXPECT_EQ(place(paper_sized, sheet, ticket_with(PrintScaling::automatic)).width, 4800);
  EXPECT_EQ(place(paper_sized, sheet, ticket_with(PrintScaling::none)).width, 4960);
}

// AirPrint, Mopria and Windows send whole sheets; 96 % of a sheet is no sheet.
TEST(Place, KeepsAPageOfRasterAsLargeAsItsPaperAt100Percent) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  SourcePage page = picture_px(2480, 3508, 300);
  page.for_paper = true;
  for (const auto scaling : {PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::none}) {
    const Placement p = place(page, sheet, ticket_with(scaling));
    EXPECT_EQ(p.width, 4960);
    EXPECT_EQ(p.height, 7016);
    EXPECT_NEAR(p.x, sheet.paper_x, 1.0);
    EXPECT_NEAR(p.y, sheet.paper_y, 1.0);
  }
  EXPECT_EQ(place(page, sheet, ticket_with(PrintScaling::fit)).width, 4800); // asked for
}

TEST(Place, FitsAPageOfRasterThatIsLargerThanItsPaper) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  SourcePage page = picture_px(3508, 4961, 300); // A3
  page.for_paper = true;
  EXPECT_LE(place(page, sheet, ticket_with(PrintScaling::automatic)).width, 4800);
}

// The sender could not draw beyond the paper's edge; without filling, a white line would show.
TEST(Place, FillsTheOversprayWithABorderlessPageOfRaster) {
  const Sheet sheet = make_sheet(a4, overspray, Dpi{600});
  SourcePage page = picture_px(2480, 3508, 300);
  page.for_paper = true;
  const Placement p = place(page, sheet, ticket_with(PrintScaling::automatic, true));
  EXPECT_LE(p.x, 0);
  EXPECT_GE(p.x + p.width, sheet.width);
}

TEST(Place, KeepsAPictureOfExactlyThePrintableAreaDotForDot) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  for (const auto scaling : {PrintScaling::automatic, PrintScaling::none, PrintScaling::fit})
    expect_box(place(picture_px(4800, 6826, 600), sheet, ticket_with(scaling)), 0, 0, 4800, 6826);
}

TEST(Place, FillsTheOversprayWithABorderlessPictureAsLargeAsThePaper) {
  const Sheet sheet = make_sheet(a4, overspray, Dpi{600});
  for (const auto& page : {picture_px(4961, 7016, 600), picture_px(6000, 4000, 300)}) {
    const Placement p = place(page, sheet, ticket_with(PrintScaling::automatic, true));
    EXPECT_LE(p.x, 0);
    EXPECT_LE(p.y, 0);
    EXPECT_GE(p.x + p.width, sheet.width);
    EXPECT_GE(p.y + p.height, sheet.height);
  }
}

TEST(Place, LeavesABorderlessVectorPageAt100PercentOnThePaper) {
  const Sheet sheet = make_sheet(a4, overspray, Dpi{600});
  expect_box(place(page_mm(210, 297), sheet, ticket_with(PrintScaling::automatic, true)),
             280 * 600.0 / 2540, 200 * 600.0 / 2540, 21000 * 600.0 / 2540, 29700 * 600.0 / 2540);
}

TEST(Place, FitsABorderlessPictureOntoThePaperNotIntoTheOverspray) {
  const Sheet sheet = make_sheet(a4, overspray, Dpi{600});
  const Placement p =
      place(picture_px(1000, 1000, 300), sheet, ticket_with(PrintScaling::fit, true));
  EXPECT_EQ(p.width, 4959); // whole pixels between 66.1 and 5026.8
  EXPECT_GE(p.x, 280 * 600.0 / 2540);
}

TEST(Place, FitsAnUnsizedPictureWhateverItsSupposedSize) {
  const Sheet sheet = make_sheet(a4, pixma, Dpi{600});
  SourcePage page = picture_px(100, 50, 300);
  page.sized = false;
  for (const auto scaling :
       {PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::none, PrintScaling::fit})
    EXPECT_EQ(place(page, sheet, ticket_with(scaling)).height, 6826);
  EXPECT_GE(place(page, sheet, ticket_with(PrintScaling::automatic, true)).width, 4800);
}

// Any sheet with any margins or overspray, any picture.
struct Case {
  Sheet sheet;
  SourcePage page;
  std::int32_t dpi;
};

Case any_case() {
  const auto length = [](int from, int to) { return Hmm{*rc::gen::inRange(from, to)}; };
  const Hmm width = length(5000, 44000);
  const MediaSize media{"custom", width, Hmm{width.v + *rc::gen::inRange(0, 30000)}};
  const Margins margins =
      *rc::gen::arbitrary<bool>()
          ? Margins{length(0, 2000), length(0, 2000), length(0, 2000), length(0, 2000)}
          : Margins{length(-500, 1), length(-500, 1), length(-500, 1), length(-500, 1)};
  const std::int32_t dpi = *rc::gen::element(150, 300, 600, 1200);
  const SourcePage page =
      picture_px(*rc::gen::inRange(1, 12000), *rc::gen::inRange(1, 12000),
                 *rc::gen::element(72.0, 96.0, 150.0, 240.0, 300.0, 359.99, 600.0));
  return {make_sheet(media, margins, Dpi{dpi}), page, dpi};
}

bool whole(double value) {
  return value == std::floor(value);
}

RC_GTEST_PROP(PlaceProperty, PicturesHaveWholePixelEdgesWithAnyScaling, ()) {
  const Case c = any_case();
  const auto scaling = *rc::gen::element(PrintScaling::automatic, PrintScaling::auto_fit,
                                         PrintScaling::fit, PrintScaling::fill, PrintScaling::none);
  const Placement p = place(c.page, c.sheet, ticket_with(scaling, *rc::gen::arbitrary<bool>()));
  RC_ASSERT(whole(p.x) && whole(p.y) && whole(p.width) && whole(p.height));
  RC_ASSERT(p.width >= 1 && p.height >= 1);
}

RC_GTEST_PROP(PlaceProperty, NoneIsExactToTheDot, ()) {
  const Case c = any_case();
  const Placement p = place(c.page, c.sheet, ticket_with(PrintScaling::none));
  const bool turned = p.quarter_turns % 2 != 0;
  const double width = (turned ? c.page.height : c.page.width).v * c.dpi / 72;
  const double height = (turned ? c.page.width : c.page.height).v * c.dpi / 72;
  RC_ASSERT(p.width == std::max(1.0, std::round(width)));
  RC_ASSERT(p.height == std::max(1.0, std::round(height)));
  // Centred on the paper unless it was moved to stay printable.
  const double off = std::abs(p.x + p.width / 2 - (c.sheet.paper_x + c.sheet.paper_width / 2));
  RC_ASSERT(off <= 1.0 || (p.x >= 0 && p.x + p.width <= c.sheet.width));
}

SourcePage scan(double width_points, double height_points, double width, double height) {
  SourcePage page{Points{width_points}, Points{height_points}, false, true};
  page.dots_width = width;
  page.dots_height = height;
  return page;
}

// Of a scan of A4, whose size in pixels and in points is rounded, on paper of 4960.63 by 7015.75.
TEST(Place, GivesEachPixelOfAScanAsManyDots) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  const auto placed = [&](const SourcePage& page, PrintScaling scaling) {
    return place(page, sheet, ticket_with(scaling));
  };
  for (const auto scaling : {PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::none})
    for (const SourcePage& page :
         {scan(595.276, 841.89, 4960, 7016), scan(595, 842, 4960, 7016),
          scan(595.2, 841.92, 4960, 7016), scan(595.276, 841.89, 2480, 3508)})
      expect_box(placed(page, scaling), -118, -118, 4960, 7016);
  expect_box(placed(scan(595.276, 841.89, 1654, 2339), PrintScaling::none), -119, -119, 4962, 7017);
  // On its side: the page is turned, and its pixels with it.
  expect_box(placed(scan(841.89, 595.276, 7016, 4960), PrintScaling::none), -118, -118, 4960, 7016);
  // At its own size, or another that is asked for.
  EXPECT_EQ(placed(scan(595.276, 841.89, 4960, 7016), PrintScaling::fit).width, 4724);
}

TEST(Place, LeavesAScanAtItsSizeWhosePixelsAreNoWholeDots) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  for (const auto& [width, height] : // of a fax, of one at 400 ppi, beyond half a point
       {std::pair{1728, 2156}, std::pair{3307, 4677}, std::pair{4955, 7016}, std::pair{4960, 0},
        std::pair{9920, 14032}}) {
    const SourcePage page = scan(595.276, 841.89, width, height);
    const SourcePage other = scan(595.276, 841.89, 0, 0);
    for (const auto scaling : {PrintScaling::automatic, PrintScaling::none}) {
      const Placement as = place(other, sheet, ticket_with(scaling));
      expect_box(place(page, sheet, ticket_with(scaling)), as.x, as.y, as.width, as.height);
    }
  }
}

TEST(Place, CutsNothingOfAScanForWholeDots) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600}); // 4724 by 6779 can be printed
  const auto height_of = [&](double points, double dots) {
    const SourcePage page = scan(400, points, 400 * 600.0 / 72, dots);
    return place(page, sheet, ticket_with(PrintScaling::none)).height;
  };
  EXPECT_DOUBLE_EQ(height_of(813.36, 6776), 6776); // from 6778
  EXPECT_DOUBLE_EQ(height_of(813.36, 6780), 6778); // would be more than can be printed
  EXPECT_DOUBLE_EQ(height_of(813.6, 6782), 6782);  // is more already
}

// A picture that lies at the page's origin, of a page that is no whole number of its pixels.
TEST(Place, PutsTheOriginOfAScanOnAWholeDot) {
  const Sheet sheet = make_sheet(a4, five_mm, Dpi{600});
  const auto is_whole = [](double at) { return std::abs(at - std::round(at)) < 1e-9; };
  const SourcePage page = scan(498.9, 708.66, 4157.25, 5905.25);
  for (const auto& [orientation, right, bottom] :
       {std::tuple{Orientation::portrait, false, true}, // and so on, clockwise
        std::tuple{Orientation::reverse_landscape, false, false},
        std::tuple{Orientation::reverse_portrait, true, false},
        std::tuple{Orientation::landscape, true, true}}) {
    Ticket ticket = ticket_with(PrintScaling::none);
    ticket.orientation = orientation;
    const Placement p = place(page, sheet, ticket);
    EXPECT_TRUE(is_whole(right ? p.x + p.width : p.x)) << p.quarter_turns;
    EXPECT_TRUE(is_whole(bottom ? p.y + p.height : p.y)) << p.quarter_turns;
    EXPECT_FALSE(is_whole(p.width) || is_whole(p.height));
  }
}

RC_GTEST_PROP(PlaceProperty, NoneLosesNothingOfWhatFits, ()) {
  const Case c = any_case();
  const Placement p = place(c.page, c.sheet, ticket_with(PrintScaling::none));
  const double inside_width = std::min<double>(c.sheet.width, std::floor(c.sheet.paper_width)) - 1;
  RC_PRE(p.width <= inside_width);
  RC_ASSERT(p.x >= 0 && p.x + p.width <= c.sheet.width);
}

RC_GTEST_PROP(PlaceProperty, FitStaysInsideTouchesTwoEdgesAndKeepsTheAspectToAPixel, ()) {
  const Case c = any_case();
  const Placement p = place(c.page, c.sheet, ticket_with(PrintScaling::fit));
  RC_ASSERT(p.x >= 0 && p.y >= 0);
  RC_ASSERT(p.x + p.width <= c.sheet.width && p.y + p.height <= c.sheet.height);
  RC_ASSERT(p.x >= c.sheet.paper_x && p.x + p.width <= c.sheet.paper_x + c.sheet.paper_width);
  const double left = std::ceil(std::max(0.0, c.sheet.paper_x));
  const double top = std::ceil(std::max(0.0, c.sheet.paper_y));
  const double area_width =
      std::floor(std::min<double>(c.sheet.width, c.sheet.paper_x + c.sheet.paper_width)) - left;
  const double area_height =
      std::floor(std::min<double>(c.sheet.height, c.sheet.paper_y + c.sheet.paper_height)) - top;
  RC_ASSERT(p.width == area_width || p.height == area_height);
  const bool turned = p.quarter_turns % 2 != 0;
  const double aspect =
      turned ? c.page.height.v / c.page.width.v : c.page.width.v / c.page.height.v;
  const double wanted =
      p.width == area_width ? p.width / aspect - p.height : p.height * aspect - p.width;
  RC_ASSERT(std::abs(wanted) <= 1.0);
}

RC_GTEST_PROP(PlaceProperty, FillCoversTheRasterAndThePaper, ()) {
  const Case c = any_case();
  SourcePage page = c.page;
  page.picture = *rc::gen::arbitrary<bool>();
  const Placement p = place(page, c.sheet, ticket_with(PrintScaling::fill, true));
  constexpr double rounding = 1e-6;
  RC_ASSERT(p.x <= rounding && p.y <= rounding);
  RC_ASSERT(p.x + p.width >= c.sheet.width - rounding &&
            p.y + p.height >= c.sheet.height - rounding);
  RC_ASSERT(p.x <= c.sheet.paper_x + rounding &&
            p.x + p.width >= c.sheet.paper_x + c.sheet.paper_width - rounding);
}

RC_GTEST_PROP(PlaceProperty, VectorPagesThatEqualThePaperKeepTheirSizeOnAnySheet, ()) {
  const Case c = any_case();
  const bool landscape = *rc::gen::arbitrary<bool>();
  const Points across{c.sheet.paper_width * 72 / c.dpi};
  const Points along{c.sheet.paper_height * 72 / c.dpi};
  const SourcePage page{landscape ? along : across, landscape ? across : along, false, true};
  const auto scaling =
      *rc::gen::element(PrintScaling::automatic, PrintScaling::auto_fit, PrintScaling::none);
  const Placement p = place(page, c.sheet, ticket_with(scaling, *rc::gen::arbitrary<bool>()));
  RC_ASSERT(std::abs(p.x - c.sheet.paper_x) < 1e-6 && std::abs(p.y - c.sheet.paper_y) < 1e-6);
  RC_ASSERT(std::abs(p.width - c.sheet.paper_width) < 1e-6);
  RC_ASSERT(std::abs(p.height - c.sheet.paper_height) < 1e-6);
}

} // namespace
} // namespace platen::layout
