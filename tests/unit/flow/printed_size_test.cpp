#include "layout/layout.h"
#include "unit/flow/job.h"

#include <array>
#include <cmath>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

// What a ruler would say: the size that is asked for, in any unit, on any paper of any model, and
// the pixels of the plan and of the sheet that the device is told to print.
namespace platen::flow::test {
namespace {

using layout::PixelBox;

struct Unit {
  const char* name;
  double mm;
};
constexpr std::array<Unit, 4> units{{{"mm", 1}, {"cm", 10}, {"in", 25.4}, {"pt", 25.4 / 72}}};

// Up to four digits behind the point, as people write them.
std::string length_text(double mm, const Unit& unit) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4f%s", mm / unit.mm, unit.name);
  return text.data();
}

bool exact(std::int32_t pixels, double mm, std::int32_t dpi) {
  return std::abs(pixels - mm * dpi / 25.4) <= 1;
}

struct Planned {
  PixelBox window;             // what is shown
  layout::Placement placement; // of the whole picture
  PixelBox raster;
};

Result<Planned> plan_of(const model::Model& model, const model::Options& options,
                        const layout::SourcePage& page) {
  TRY(const model::Ticket ticket, model::make_ticket(model, options));
  TRY(const auto sides, layout::plan(std::span(&page, 1), model, ticket));
  const layout::SidePlan& side = sides.front();
  const layout::Placement& at =
      side.composition ? side.composition->cells.front().placement : side.placement;
  const PixelBox raster{0, 0, side.raster.width, side.raster.height};
  const PixelBox whole = layout::pixels_around({at.x, at.y, at.width, at.height});
  return Planned{side.composition ? side.composition->cells.front().window
                                  : layout::common(whole, raster),
                 at, raster};
}

const model::Model& any_model() {
  return model_of(*rc::gen::element<std::string>("canon-pro-1000", "canon-ir1020", "canon-ir1024"));
}

// A paper of the model and a resolution that it has on the first medium without one of its own.
model::Options any_paper(const model::Model& model) {
  const auto entry = *rc::gen::elementOf(model.media);
  std::string media = entry.size.name;
  if (model.custom && *rc::gen::inRange(0, 4) == 0)
    media = "custom_any_" + std::to_string(*rc::gen::inRange(120, 400)) + "x" +
            std::to_string(*rc::gen::inRange(410, 600)) + "mm";
  const auto resolution = *rc::gen::elementOf(model.resolutions);
  model::Options options{{"media", media},
                         {"printer-resolution", std::to_string(resolution.v) + "dpi"}};
  const auto type = std::ranges::find_if(model.media_types, [](const model::MediaType& one) {
    return one.resolutions.empty() && !one.safe_margins;
  });
  if (type != model.media_types.end()) options.emplace_back("media-type", type->name);
  return options;
}

std::int32_t dpi_of(const model::Model& model, const model::Options& options) {
  return model::make_ticket(model, options)->resolution.v;
}

RC_GTEST_PROP(PrintedSize, IsWhatWasAskedForOnEveryPaperOfEveryModel, ()) {
  const model::Model& model = any_model();
  model::Options options = any_paper(model);
  const auto room = plan_of(model, options, {Points{72}, Points{72}, true});
  RC_PRE(room.has_value()); // a medium that the constraints rule out
  const std::int32_t dpi = dpi_of(model, options);
  const Unit unit = *rc::gen::elementOf(units);
  const auto length = [&](std::int32_t pixels) {
    return *rc::gen::inRange(200, pixels * 2540 / dpi - 2) / 100.0;
  };
  const double width = length(room->raster.width), height = length(room->raster.height);
  const auto scaling = *rc::gen::element<std::string>("auto", "auto-fit", "fit", "fill", "none");
  const bool wide = *rc::gen::arbitrary<bool>(), high = !wide || *rc::gen::arbitrary<bool>();
  if (wide) options.emplace_back("image-width", length_text(width, unit));
  if (high) options.emplace_back("image-height", length_text(height, unit));
  options.emplace_back("print-scaling", scaling);
  options.emplace_back("orientation-requested", "portrait");
  const std::int32_t across = *rc::gen::inRange(10, 9'000), down = *rc::gen::inRange(10, 9'000);
  RC_LOG() << model.id << " " << rc::toString(options) << " " << across << "x" << down;
  const double ppi = *rc::gen::element(72.0, 240.0, 300.0, 118 * 2.54);
  const auto planned =
      plan_of(model, options, {Points{across * 72 / ppi}, Points{down * 72 / ppi}, true});
  const double shape = static_cast<double>(down) / across;
  if (!planned) { // only what has one edge can be too large: by the other
    RC_ASSERT(wide != high);
    const bool beyond = wide ? width * shape * dpi / 25.4 > room->raster.height - 1
                             : height / shape * dpi / 25.4 > room->raster.width - 1;
    RC_ASSERT(beyond);
    return;
  }
  const PixelBox& window = planned->window;
  RC_ASSERT(layout::holds(planned->raster, window));
  if (wide && high && scaling == "fit") {
    const bool by_width = width * shape <= height;
    RC_ASSERT(exact(window.width, by_width ? width : height / shape, dpi));
    RC_ASSERT(exact(window.height, by_width ? width * shape : height, dpi));
  } else {
    if (wide) RC_ASSERT(exact(window.width, width, dpi));
    if (high) RC_ASSERT(exact(window.height, height, dpi));
    if (!high) RC_ASSERT(exact(window.height, std::max(width * shape, 25.4 / dpi), dpi));
    if (!wide) RC_ASSERT(exact(window.width, std::max(height / shape, 25.4 / dpi), dpi));
  }
  if (wide != high || scaling == "fit") { // nothing of it is cut
    const layout::Placement& at = planned->placement;
    RC_ASSERT(layout::pixels_around({at.x, at.y, at.width, at.height}) == window);
  }
}

// Its width is 48.19 pixels; four times as many are its height, which 48 would make one too few.
TEST(PrintedSize, OfASliverIsThatOfItsExactWidth) {
  const auto planned = plan_of(model_of("canon-ir1024"),
                               {{"media", "na_number-10_4.125x9.5in"},
                                {"image-width", "2.04mm"},
                                {"image-height", "9.45mm"},
                                {"print-scaling", "fit"}},
                               {Points{652 * 0.3}, Points{2788 * 0.3}, true});
  ASSERT_TRUE(planned) << planned.error().message();
  EXPECT_EQ(planned->window.width, 48);
  EXPECT_EQ(planned->window.height, 206);
}

// A drawn page is not laid on whole pixels; its edges are where they belong all the same.
RC_GTEST_PROP(PrintedSize, OfADrawnPageIsExactToo, ()) {
  const model::Model& model = any_model();
  model::Options options = any_paper(model);
  const auto room = plan_of(model, options, {Points{72}, Points{72}, false});
  RC_PRE(room.has_value());
  const std::int32_t dpi = dpi_of(model, options);
  const double width = *rc::gen::inRange(200, room->raster.width * 2540 / dpi - 2) / 100.0;
  const Unit unit = *rc::gen::elementOf(units);
  options.emplace_back("image-width", length_text(width, unit));
  options.emplace_back("orientation-requested", "portrait");
  RC_LOG() << model.id << " " << rc::toString(options);
  const auto planned = plan_of(model, options, {Points{300}, Points{100}, false});
  RC_ASSERT(planned.has_value());
  RC_ASSERT(exact(planned->window.width, width, dpi));
}

struct Sheet {
  std::string model;
  model::Options options;
  double width, height; // of its printable area, in millimetres, rounded down
};
const std::array<Sheet, 4> sheets{
    {{"canon-pro-1000",
      {{"media", "4x6"}, {"media-type", "stationery"}, {"printer-resolution", "300dpi"}},
      94,
      144},
     {"canon-pro-1000",
      {{"media", "custom_small_100x130mm"}, {"media-type", "canon-hagaki"}},
      93,
      122},
     {"canon-ir1024", {{"media", "na_monarch_3.875x7.5in"}}, 78, 170},
     {"canon-ir1020", {{"media", "iso_a5_148x210mm"}}, 128, 190}}};

// Every black picture is measured on the sheet that the device's twin draws: its edges, and that
// ink fills all between them.
TEST(PrintedSizeOnTheSheet, IsWhatWasAskedFor) {
  std::mt19937 random(20);
  const auto any = [&](std::int32_t from, std::int32_t to) {
    return std::uniform_int_distribution<std::int32_t>(from, to)(random);
  };
  constexpr std::array<const char*, 5> scalings{"auto", "auto-fit", "fit", "fill", "none"};
  for (int round = 0; round < 40; ++round) {
    const Sheet& sheet = sheets[static_cast<std::size_t>(round) % sheets.size()];
    const Unit& unit = units[static_cast<std::size_t>(any(0, 3))];
    const double width = any(300, static_cast<std::int32_t>(100 * sheet.width)) / 100.0;
    const double height = any(300, static_cast<std::int32_t>(100 * sheet.height)) / 100.0;
    const std::string scaling = scalings[static_cast<std::size_t>(any(0, 4))];
    model::Options options = sheet.options;
    options.emplace_back("image-width", length_text(width, unit));
    options.emplace_back("image-height", length_text(height, unit));
    options.emplace_back("print-scaling", scaling);
    options.emplace_back("orientation-requested", "portrait");
    const std::int32_t across = any(50, 400), down = any(50, 400);
    SCOPED_TRACE(sheet.model + " " + length_text(width, unit) + " x " + length_text(height, unit) +
                 " " + scaling + " " + std::to_string(across) + "x" + std::to_string(down));
    const auto sides =
        sides_of(sheet.model, options, png(Picture(across, down, 1, 0), any(0, 1) * 300));
    ASSERT_EQ(sides.size(), 1u);
    const Extent ink = inked(sides[0]);
    const std::int32_t dpi = sides[0].record.resolution.v;
    const double shape = static_cast<double>(down) / across;
    const bool inside = scaling == "fit";
    const double shown_width = inside ? std::min(width, height / shape) : width;
    const double shown_height = inside ? std::min(height, width * shape) : height;
    EXPECT_TRUE(exact(ink.width(), shown_width, dpi)) << ink.width();
    EXPECT_TRUE(exact(ink.height(), shown_height, dpi)) << ink.height();
    std::int64_t black = 0;
    for (std::int32_t y = ink.top; y < ink.bottom; ++y)
      for (std::int32_t x = ink.left; x < ink.right; ++x)
        black += darkness(sides[0], x, y) == 255;
    EXPECT_EQ(black, std::int64_t{ink.width()} * ink.height());
  }
}

// A picture that says how large it is, at its own size.
TEST(PrintedSizeOnTheSheet, IsThePicturesOwn) {
  std::mt19937 random(21);
  const auto any = [&](std::int32_t from, std::int32_t to) {
    return std::uniform_int_distribution<std::int32_t>(from, to)(random);
  };
  for (int round = 0; round < 12; ++round) {
    const Sheet& sheet = sheets[static_cast<std::size_t>(round) % sheets.size()];
    const std::int32_t ppi = std::array{72, 150, 300, 600}[static_cast<std::size_t>(any(0, 3))];
    const std::int32_t across = any(20, static_cast<std::int32_t>(sheet.width / 25.4 * ppi) - 1);
    const std::int32_t down = any(20, static_cast<std::int32_t>(sheet.height / 25.4 * ppi) - 1);
    model::Options options = sheet.options;
    options.emplace_back("print-scaling", "none");
    options.emplace_back("orientation-requested", "portrait");
    SCOPED_TRACE(sheet.model + " " + std::to_string(across) + "x" + std::to_string(down) + " at " +
                 std::to_string(ppi));
    const auto sides = sides_of(sheet.model, options, png(Picture(across, down, 1, 0), ppi));
    ASSERT_EQ(sides.size(), 1u);
    const std::int32_t dpi = sides[0].record.resolution.v;
    EXPECT_TRUE(exact(inked(sides[0]).width(), 25.4 * across / ppi, dpi));
    EXPECT_TRUE(exact(inked(sides[0]).height(), 25.4 * down / ppi, dpi));
  }
}

} // namespace
} // namespace platen::flow::test
