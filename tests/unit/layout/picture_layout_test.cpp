#include "layout/compose.h"
#include "layout/grid.h"
#include "layout/layout.h"
#include "layout/marks.h"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

// Where the photographer's layout puts pictures, to the device pixel.
namespace platen::layout {
namespace {

using testing::HasSubstr;

const model::Model& pro_1000() {
  static const auto models = model::load_models(PLATEN_SOURCE_DATA);
  return **model::find_model(*models, "canon-pro-1000");
}

SourcePage picture(std::int32_t width, std::int32_t height, double ppi = 0) {
  return {Points{width * 72.0 / (ppi > 0 ? ppi : 300)},
          Points{height * 72.0 / (ppi > 0 ? ppi : 300)}, true, ppi > 0};
}

Result<std::vector<SidePlan>> planned(const std::vector<SourcePage>& pages,
                                      const model::Options& options) {
  TRY(const model::Ticket ticket, model::make_ticket(pro_1000(), options));
  return plan(pages, pro_1000(), ticket);
}

// What of the page is shown.
PixelBox window_of(const SidePlan& side) {
  if (side.composition) return side.composition->cells.at(0).window;
  const Placement& p = side.placement;
  return common(pixels_around({p.x, p.y, p.width, p.height}),
                {0, 0, side.raster.width, side.raster.height});
}

std::int32_t pixels(double mm, std::int32_t dpi = 600) {
  return static_cast<std::int32_t>(std::floor(mm / 25.4 * dpi + 0.5));
}

SidePlan one(const std::vector<SourcePage>& pages, const model::Options& options) {
  const auto sides = planned(pages, options);
  EXPECT_TRUE(sides) << sides.error().message();
  EXPECT_TRUE(!sides || sides->size() == 1);
  return sides ? sides->at(0) : SidePlan{};
}

Error refused(const std::vector<SourcePage>& pages, const model::Options& options) {
  const auto sides = planned(pages, options);
  EXPECT_FALSE(sides);
  return sides ? Error{} : sides.error();
}

TEST(PictureSize, IsExactAndCentredOnThePaper) {
  const SidePlan side =
      one({picture(6000, 4000)},
          {{"media", "a4"}, {"image-width", "150mm"}, {"orientation-requested", "portrait"}});
  EXPECT_EQ(side.media.name, "iso_a4_210x297mm");
  const PixelBox window = window_of(side);
  EXPECT_EQ(window.width, pixels(150));
  EXPECT_EQ(window.height, pixels(100));
  const double left = 3.4 / 25.4 * 600, top = 3.0 / 25.4 * 600;
  EXPECT_NEAR(window.x + window.width / 2.0 + left, 210 / 25.4 * 300, 1);
  EXPECT_NEAR(window.y + window.height / 2.0 + top, 297 / 25.4 * 300, 1);
  EXPECT_EQ(side.composition, nullptr); // one placed picture and nothing else
}

TEST(PictureSize, TurnsWithTheSheet) {
  const SidePlan side = one({picture(6000, 4000)}, {{"media", "a4"}, {"image-width", "250mm"}});
  EXPECT_EQ(side.placement.quarter_turns, 3);
  EXPECT_EQ(window_of(side).height, pixels(250));
}

// Every size, unit, resolution and place: the printed size is the nearest number of device pixels,
// and the whole picture is on the page.
RC_GTEST_PROP(PictureSizeProperty, IsExactToTheDevicePixel, ()) {
  const auto dpi = *rc::gen::element(300, 600, 1200);
  const auto width_hmm = *rc::gen::inRange(1000, 20000);
  const auto height_hmm = *rc::gen::inRange(1000, 28000);
  const auto px = *rc::gen::inRange(1, 9000), py = *rc::gen::inRange(1, 9000);
  const auto unit = *rc::gen::element<std::string>("mm", "cm", "in");
  const auto text = [&](std::int32_t hmm) {
    const double value = hmm / (unit == "mm" ? 100.0 : unit == "cm" ? 1000.0 : 2540.0);
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%.6f", value);
    return digits.data() + unit;
  };
  const auto scaling = *rc::gen::element<std::string>("auto", "fill", "none");
  const auto x = *rc::gen::element<std::string>("none", "left", "center", "right");
  const auto y = *rc::gen::element<std::string>("none", "top", "center", "bottom");
  const auto sides =
      planned({picture(px, py, 300)}, {{"media", "a4"},
                                       {"printer-resolution", std::to_string(dpi) + "dpi"},
                                       {"media-type", "canon-hagaki"},
                                       {"image-width", text(width_hmm)},
                                       {"image-height", text(height_hmm)},
                                       {"print-scaling", scaling},
                                       {"orientation-requested", "portrait"},
                                       {"x-image-position", x},
                                       {"y-image-position", y}});
  RC_ASSERT(sides.has_value());
  const SidePlan& side = sides->at(0);
  const PixelBox window = window_of(side);
  RC_ASSERT(window.width == px_nearest(Hmm{width_hmm}, Dpi{dpi}).v);
  RC_ASSERT(window.height == px_nearest(Hmm{height_hmm}, Dpi{dpi}).v);
  RC_ASSERT(holds({0, 0, side.raster.width, side.raster.height}, window));
  if (x == "left") RC_ASSERT(window.x == 0);
  if (x == "right") RC_ASSERT(window.right() == side.raster.width);
  if (y == "top") RC_ASSERT(window.y == 0);
  if (y == "bottom") RC_ASSERT(window.bottom() == side.raster.height);
  // It is wholly covered by the picture, whose shape is kept to a pixel.
  const Placement& p = side.composition ? side.composition->cells.at(0).placement : side.placement;
  RC_ASSERT(p.x <= window.x && p.y <= window.y);
  RC_ASSERT(p.x + p.width >= window.right() && p.y + p.height >= window.bottom());
  RC_ASSERT(std::abs(p.width * py / px - p.height) <=
            1.0 + 1.0 * std::max(py, px) / std::min(px, py));
}

TEST(PictureSize, OneEdgeKeepsThePicturesShape) {
  const SidePlan side =
      one({picture(3000, 2000, 300)},
          {{"media", "a4"}, {"image-height", "4in"}, {"orientation-requested", "portrait"}});
  EXPECT_EQ(window_of(side).height, 2400);
  EXPECT_EQ(window_of(side).width, 3600);
}

TEST(PictureSize, FitLiesInsideBothEdges) {
  const SidePlan side = one({picture(3000, 1000, 300)}, {{"media", "a4"},
                                                         {"image-width", "6in"},
                                                         {"image-height", "6in"},
                                                         {"print-scaling", "fit"},
                                                         {"orientation-requested", "portrait"}});
  EXPECT_EQ(window_of(side).width, 3600);
  EXPECT_EQ(window_of(side).height, 1200);
}

// How far the picture goes beyond each edge of the paper, in pixels: left, top, right, bottom.
std::array<double, 4> beyond(const SidePlan& side) {
  const Placement& p = side.placement;
  const auto px = [](Hmm length) { return length.v * 600.0 / 2540; };
  const double left = -px(side.margins.left), top = -px(side.margins.top);
  return {left - p.x, top - p.y, p.x + p.width - left - px(side.media.width),
          p.y + p.height - top - px(side.media.height)};
}

TEST(Overprint, GoesAsFarBeyondTheEdgeAsItSays) {
  const auto printed = [](const char* distance) {
    return beyond(one({picture(4200, 5940)}, {{"media", "a4"},
                                              {"media-type", "canon-pro-luster"},
                                              {"borderless", "on"},
                                              {"print-scaling", "fill"},
                                              {"media-overprint", distance}}));
  };
  for (const double edge : printed("0"))
    EXPECT_NEAR(edge, 0, 3);
  const auto small = printed("1.5mm"); // the shape of the picture asks for more along the sheet
  EXPECT_NEAR(small[0], pixels(1.5), 3);
  EXPECT_NEAR(small[2], pixels(1.5), 3);
  EXPECT_GE(small[1], pixels(1.5) - 3);
  EXPECT_GE(small[3], pixels(1.5) - 3);
  EXPECT_EQ(printed("150"), small);
  // No further than the device sprays: 2.8 mm at the sides, 2 at the top, 5 at the bottom.
  const auto all = printed("5mm");
  EXPECT_NEAR(all[0], pixels(2.8), 3);
  EXPECT_GE(all[1], pixels(2.0) - 3);
  EXPECT_EQ(printed("9mm"), all);
}

TEST(Overprint, GoesBeforeTheSteps) {
  const SidePlan side = one({picture(4200, 5940)}, {{"media", "a4"},
                                                    {"media-type", "canon-pro-luster"},
                                                    {"borderless", "on"},
                                                    {"print-scaling", "fill"},
                                                    {"overspray", "none"},
                                                    {"media-overprint", "1mm"}});
  EXPECT_NEAR(beyond(side)[0], pixels(1), 3);
}

TEST(PictureSize, OneEdgeOfAPanoramaShowsAllOfIt) {
  for (const char* width : {"150mm", "150.03mm", "149.91mm", "5.9in"}) {
    const SidePlan side =
        one({picture(9000, 137)},
            {{"media", "a4"}, {"image-width", width}, {"orientation-requested", "portrait"}});
    EXPECT_EQ(side.composition, nullptr) << "nothing is cut";
    EXPECT_EQ(side.placement.width, window_of(side).width) << width;
  }
}

TEST(Crop, KeepsWhatTheAnchorNames) {
  const auto shown = [](const char* anchor) {
    const SidePlan side = one({picture(4000, 2000, 300)}, {{"media", "a4"},
                                                           {"image-width", "100mm"},
                                                           {"image-height", "100mm"},
                                                           {"crop-anchor", anchor},
                                                           {"orientation-requested", "portrait"}});
    const Cell& cell = side.composition->cells.at(0);
    return std::pair(cell.placement, cell.window);
  };
  const auto [left, window] = shown("left");
  EXPECT_EQ(left.x, window.x);
  const auto [right, right_window] = shown("bottom-right");
  EXPECT_EQ(right.x + right.width, right_window.right());
  const auto [middle, middle_window] = shown("top");
  EXPECT_NEAR(middle.x + middle.width / 2, middle_window.x + middle_window.width / 2.0, 1);
}

TEST(Crop, APartOfThePictureIsShownWhole) {
  const SidePlan side = one({picture(4000, 2000, 300)}, {{"media", "a4"},
                                                         {"image-crop", "25,0,50,100"},
                                                         {"image-width", "100mm"},
                                                         {"orientation-requested", "portrait"}});
  const Cell& cell = side.composition->cells.at(0);
  EXPECT_EQ(cell.window.width, pixels(100));
  EXPECT_NEAR(cell.window.height, cell.window.width, 1); // half of 2:1
  EXPECT_NEAR(cell.placement.width, 2 * cell.window.width, 2);
  EXPECT_NEAR(cell.window.x - cell.placement.x, cell.placement.width / 4, 1);
}

// A number of pixels that no 32 bits hold is no undefined conversion.
TEST(Crop, OfNextToNothingIsRefused) {
  for (const char* const crop : {"0,0,0.00000001,100", "0,0,100,0.00000001", "0,0,0.0001,0.0001"})
    for (const model::Options& size : {model::Options{}, model::Options{{"image-width", "200mm"}},
                                       model::Options{{"print-scaling", "fill"}}}) {
      model::Options options{{"media", "a4"}, {"image-crop", crop}};
      options.insert(options.end(), size.begin(), size.end());
      const Error error = refused({picture(3000, 2000)}, options);
      EXPECT_EQ(error.code, Errc::invalid) << crop;
    }
  EXPECT_THAT(refused({picture(3000, 2000)}, {{"image-crop", "0,0,0.0001,0.0001"}}).what,
              HasSubstr("image-crop leaves too little of the picture"));
}

TEST(Frames, LieAroundThePictureInsideThePage) {
  const SidePlan side = one({picture(3000, 2000)}, {{"media", "a4"},
                                                    {"border-width", "2mm"},
                                                    {"mat-width", "10mm,10mm,30mm,10mm"},
                                                    {"mat-color", "ivory"},
                                                    {"orientation-requested", "portrait"}});
  ASSERT_TRUE(side.composition);
  const Composition& c = *side.composition;
  ASSERT_EQ(c.under.size(), 2u);
  const PixelBox mat = c.under[0].box, border = c.under[1].box, window = c.cells.at(0).window;
  EXPECT_EQ(border, grown(window, pixels(2)));
  EXPECT_EQ(border.x - mat.x, pixels(10));
  EXPECT_EQ(mat.bottom() - border.bottom(), pixels(30));
  EXPECT_TRUE(holds({0, 0, side.raster.width, side.raster.height}, mat));
  EXPECT_EQ(mat.width, side.raster.width); // fitted: as large as the page allows
  EXPECT_EQ(c.under[0].color, (model::Rgb{255, 255, 240}));
}

TEST(Frames, AnExactPictureKeepsItsSizeWithinThem) {
  const SidePlan side = one({picture(3000, 2000)}, {{"media", "a4"},
                                                    {"border-width", "2mm"},
                                                    {"image-width", "100mm"},
                                                    {"orientation-requested", "portrait"}});
  EXPECT_EQ(side.composition->cells.at(0).window.width, pixels(100));
}

TEST(MarkLines, LieOutsideThePrintWithTheirInnerSideOnItsEdge) {
  const PixelBox print{1000, 2000, 600, 900};
  for (const auto kind : {model::Marks::crop, model::Marks::corner})
    for (const PixelBox& line : mark_lines(kind, print, 600)) {
      EXPECT_TRUE(common(line, print).empty());
      const bool touches = line.right() == print.x || line.x == print.right() ||
                           line.bottom() == print.y || line.y == print.bottom();
      EXPECT_TRUE(touches);
    }
  EXPECT_EQ(mark_lines(model::Marks::crop, print, 600).size(), 8u);
  EXPECT_TRUE(mark_lines(model::Marks::none, print, 600).empty());
}

TEST(ContactSheet, PutsPicturesRowByRowAndGoesOnToTheNextSheet) {
  const std::vector<SourcePage> pages(7, picture(3000, 2000));
  const auto sides = planned(pages, {{"contact-sheet", "2x3"}, {"media", "a4"}});
  ASSERT_TRUE(sides) << sides.error().message();
  ASSERT_EQ(sides->size(), 2u);
  const auto& cells = (*sides)[0].composition->cells;
  ASSERT_EQ(cells.size(), 6u);
  for (std::size_t i = 0; i < cells.size(); ++i)
    EXPECT_EQ(cells[i].page, static_cast<std::int32_t>(i));
  EXPECT_EQ(cells[0].window.y, cells[2].window.y);
  EXPECT_LT(cells[0].window.right(), cells[1].window.x);
  EXPECT_LT(cells[0].window.bottom(), cells[3].window.y);
  EXPECT_EQ((*sides)[1].page, 6); // alone on its sheet, in the first cell
  EXPECT_EQ(window_of((*sides)[1]), cells[0].window);
}

TEST(ContactSheet, CountsPagesAsPageRangesDo) {
  const std::vector<SourcePage> pages(9, picture(3000, 2000));
  const auto sides =
      planned(pages, {{"contact-sheet", "2x2"}, {"media", "a4"}, {"page-ranges", "2-3,8"}});
  ASSERT_TRUE(sides);
  ASSERT_EQ(sides->size(), 1u);
  const auto& cells = (*sides)[0].composition->cells;
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[2].page, 7);
}

TEST(ContactSheet, HoldsTheDocumentsOfAJobTogether) {
  std::vector<SourcePage> pages(3, picture(3000, 2000));
  for (std::int32_t i = 0; i < 3; ++i)
    pages[static_cast<std::size_t>(i)].document = i;
  const auto sides = planned(pages, {{"contact-sheet", "2x2"}, {"media", "a4"}});
  ASSERT_TRUE(sides);
  ASSERT_EQ(sides->size(), 1u);
  EXPECT_EQ((*sides)[0].composition->cells[2].document, 2);
}

RC_GTEST_PROP(ContactSheetProperty, CellsAreEqualApartAndOnThePage, ()) {
  const Box area{*rc::gen::inRange(0, 50) + 0.3, *rc::gen::inRange(0, 50) + 0.7,
                 static_cast<double>(*rc::gen::inRange(3000, 12000)),
                 static_cast<double>(*rc::gen::inRange(3000, 14000))};
  model::PictureLayout layout;
  layout.rows = *rc::gen::inRange(1, 12);
  layout.columns = *rc::gen::inRange(1, 12);
  layout.gap = Hmm{*rc::gen::inRange(0, 900)};
  const auto cells = contact_cells(area, layout, 600);
  RC_PRE(cells.has_value());
  const PixelBox page = pixels_inside(area);
  const std::int32_t gap = px_nearest(layout.gap, Dpi{600}).v;
  for (std::size_t i = 0; i < cells->size(); ++i) {
    const PixelBox& cell = (*cells)[i];
    RC_ASSERT(holds(page, cell));
    RC_ASSERT(cell.width == (*cells)[0].width && cell.height == (*cells)[0].height);
    if (i % static_cast<std::size_t>(layout.columns) != 0)
      RC_ASSERT(cell.x == (*cells)[i - 1].right() + gap);
  }
  // What cannot be shared out is less than a pixel for each.
  RC_ASSERT((*cells)[0].x - page.x < layout.columns &&
            page.right() - cells->back().right() <= layout.columns);
}

TEST(ContactSheet, OfTooManyIsRefusedWithTheMostThatThereMayBe) {
  const Error error = refused({picture(3000, 2000)}, {{"contact-sheet", "30x33"}, {"media", "a4"}});
  EXPECT_EQ(error.code, Errc::invalid);
  EXPECT_THAT(error.what, HasSubstr("leaves cells of"));
  EXPECT_THAT(error.what, HasSubstr("there may be 29x20"));
}

TEST(Package, PutsTwoTensByFifteensOnAnA4) {
  const auto sides = planned({picture(3000, 2000)},
                             {{"image-package", "10x15cm*2"}, {"image-gap", "0"}, {"media", "a4"}});
  ASSERT_TRUE(sides) << sides.error().message();
  ASSERT_EQ(sides->size(), 1u);
  const auto& cells = (*sides)[0].composition->cells;
  ASSERT_EQ(cells.size(), 2u);
  for (const Cell& cell : cells) {
    EXPECT_EQ(std::max(cell.window.width, cell.window.height), pixels(150));
    EXPECT_EQ(std::min(cell.window.width, cell.window.height), pixels(100));
    EXPECT_EQ(cell.page, 0);
    // The wide picture lies as its print does.
    EXPECT_EQ(cell.placement.quarter_turns % 2 != 0, cell.window.height > cell.window.width);
  }
}

RC_GTEST_PROP(PackageProperty, PrintsAreAllThereApartAndOnThePage, ()) {
  const Box area{0, 0, 4800, 6826};
  const auto count = *rc::gen::inRange(1, 12);
  std::vector<model::PrintSize> sizes;
  for (int i = 0; i < count; ++i)
    sizes.push_back({Hmm{*rc::gen::inRange(500, 18000)}, Hmm{*rc::gen::inRange(500, 18000)}});
  const auto gap = *rc::gen::inRange(0, 100);
  const auto prints = pack(area, sizes, {7, 11}, gap, 600);
  RC_ASSERT(prints.has_value());
  std::set<std::size_t> seen;
  for (const Print& a : *prints) {
    RC_ASSERT(seen.insert(a.size).second);
    RC_ASSERT(holds({0, 0, 4800, 6826}, a.box));
    const auto& size = sizes[a.size];
    const std::int32_t width = px_nearest(a.turned ? size.height : size.width, Dpi{600}).v + 7;
    RC_ASSERT(a.box.width == width);
    for (const Print& b : *prints)
      if (&a != &b && a.sheet == b.sheet)
        RC_ASSERT(a.box.right() + gap <= b.box.x || b.box.right() + gap <= a.box.x ||
                  a.box.bottom() + gap <= b.box.y || b.box.bottom() + gap <= a.box.y);
  }
  RC_ASSERT(seen.size() == sizes.size());
}

TEST(Package, ASizeThatDoesNotFitIsRefusedWithWhatDoes) {
  const Error error =
      refused({picture(3000, 2000)}, {{"image-package", "30x40cm"}, {"media", "a4"}});
  EXPECT_EQ(error.code, Errc::invalid);
  EXPECT_THAT(error.what, HasSubstr("does not fit: there is room for 203.2mm x 288.9"));
}

TEST(Overspray, TakesAPartOfTheDevices) {
  const auto width = [](const char* overspray) {
    return one({picture(2000, 3000)},
               {{"media", "4x6"}, {"borderless", "on"}, {"overspray", overspray}})
        .placement.width;
  };
  EXPECT_EQ(width("full"), 2532); // the raster's own
  EXPECT_EQ(width("none"), 2401); // 4 in, and the pixels that they begin and end in
  EXPECT_LT(width("none"), width("low"));
  EXPECT_LT(width("low"), width("medium"));
  EXPECT_LT(width("medium"), width("full"));
}

TEST(SafeMargins, OfFineArtPapersAreKept) {
  const model::Options fine_art{{"media", "a4"}, {"media-type", "canon-fine-art-smooth"}};
  const auto with = [&](model::Options more) {
    more.insert(more.begin(), fine_art.begin(), fine_art.end());
    return more;
  };
  const SidePlan fitted = one({picture(2000, 3000)}, fine_art);
  const double top = fitted.placement.y + 3.0 / 25.4 * 600;
  EXPECT_GE(top, 35 / 25.4 * 600 - 0.5);
  EXPECT_LE(fitted.placement.height, (297 - 70) / 25.4 * 600);
  // Pages of the paper's size are fitted, too.
  EXPECT_LE(one({{Points{595.276}, Points{841.89}}}, fine_art).placement.height,
            (297 - 70) / 25.4 * 600 + 0.5);

  const Error error = refused({picture(2000, 3000)}, with({{"print-scaling", "fill"}}));
  EXPECT_THAT(error.what, HasSubstr("safe margins of Premium Fine Art Smooth"));
  EXPECT_THAT(error.what, HasSubstr("203.2mm x 227mm; choose print-scaling=fit"));
  EXPECT_EQ(refused({picture(2000, 3000)}, with({{"borderless", "on"}})).code, Errc::invalid);
  EXPECT_THAT(refused({picture(2000, 3000)}, with({{"image-height", "250mm"}})).what,
              HasSubstr("image-height=250mm: iso_a4_210x297mm takes at most 227mm"));
  EXPECT_TRUE(
      planned({picture(2000, 3000)}, with({{"print-scaling", "fill"}, {"safe-margins", "off"}})));
}

TEST(Refusals, NameWhatWouldFit) {
  const SourcePage photo = picture(3000, 2000);
  EXPECT_THAT(refused({photo}, {{"media", "a4"}, {"image-width", "500mm"}}).what,
              HasSubstr("image-width=500mm: iso_a4_210x297mm takes at most 288.9"));
  EXPECT_THAT(refused({photo}, {{"media", "a4"}, {"image-width", "500mm"}}).what,
              HasSubstr("choose media="));
  EXPECT_THAT(refused({photo}, {{"image-width", "2000mm"}}).what,
              HasSubstr("nothing that canon-pro-1000 prints on is so large"));
  EXPECT_THAT(refused({photo}, {{"media", "a4"}, {"border-width", "15cm"}}).what,
              HasSubstr("leave no picture"));
  EXPECT_THAT(
      refused({photo}, {{"media", "a4"}, {"x-image-shift", "300mm"}, {"image-width", "100mm"}})
          .what,
      HasSubstr("the shift pushes the picture off"));
  EXPECT_EQ(refused({{Points{std::nan("")}, Points{100}, true}}, {{"contact-sheet", "2x2"}}).code,
            Errc::malformed);
}

TEST(Shift, MovesToTheRightAndUp) {
  const model::Options base{
      {"media", "a4"}, {"image-width", "100mm"}, {"orientation-requested", "portrait"}};
  model::Options moved = base;
  moved.emplace_back("x-image-shift", "10mm");
  moved.emplace_back("y-image-shift", "500");
  const PixelBox before = window_of(one({picture(3000, 2000)}, base));
  const PixelBox after = window_of(one({picture(3000, 2000)}, moved));
  EXPECT_EQ(after.x - before.x, pixels(10));
  EXPECT_EQ(before.y - after.y, pixels(5));
}

// Turning a box there and back, and a box and its placement alike.
RC_GTEST_PROP(Turnings, ABoxIsWhereItsPlacementIs, ()) {
  const Turning by{*rc::gen::inRange(0, 4), *rc::gen::inRange(1, 500), *rc::gen::inRange(1, 500)};
  const PixelBox box{*rc::gen::inRange(-50, 500), *rc::gen::inRange(-50, 500),
                     *rc::gen::inRange(1, 99), *rc::gen::inRange(1, 99)};
  const PixelBox b = turned(box, by);
  const Placement p =
      turned(Placement{0, static_cast<double>(box.x), static_cast<double>(box.y),
                       static_cast<double>(box.width), static_cast<double>(box.height)},
             by);
  RC_ASSERT(p.x == b.x && p.y == b.y && p.width == b.width && p.height == b.height);
  RC_ASSERT(p.quarter_turns == by.turns);
  const bool odd = by.turns % 2 != 0;
  const Turning back{4 - by.turns, odd ? by.height : by.width, odd ? by.width : by.height};
  RC_ASSERT(turned(b, back) == box);
}

} // namespace
} // namespace platen::layout
