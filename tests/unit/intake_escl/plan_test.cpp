#include "intake/escl/plan.h"
#include "support/picture_scanners.h"

#include <gtest/gtest.h>

namespace platen::intake::escl {
namespace {

namespace wire = platen::escl;

scan::ScannerFacts facts() {
  return platen::test::copier_facts();
}
Result<Plan> plan(const wire::ScanSettings& settings,
                  scan::FeederState feeder = scan::FeederState::unknown) {
  return plan_of(settings, facts(), feeder);
}
std::string refusal(const wire::ScanSettings& settings, const scan::ScannerFacts& of) {
  const auto made = plan_of(settings, of, scan::FeederState::unknown);
  EXPECT_FALSE(made);
  return made ? "" : made.error().what;
}

TEST(Plan, FillsInWhatTheClientLeavesOpen) {
  const auto made = plan({});
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->request.adf);
  EXPECT_EQ(made->request.color, scan::ColorMode::color);
  EXPECT_EQ(made->request.resolution, Dpi{300});
  EXPECT_EQ(made->request.region, (scan::Region{0, 0, 2544, 3472}));
  EXPECT_EQ(made->format, scan::Format::jpeg);
  EXPECT_EQ(made->page, (PageShape{2544, 3472, rgb8}));
  EXPECT_EQ(made->brightness, 0);
  EXPECT_EQ(made->contrast, 0);
  EXPECT_EQ(made->threshold, 128);
}

TEST(Plan, TakesTheFeederOnlyWhenItIsKnownToBeLoaded) {
  EXPECT_TRUE(plan({}, scan::FeederState::loaded)->request.adf);
  EXPECT_FALSE(plan({}, scan::FeederState::empty)->request.adf);
  EXPECT_FALSE(plan({}, scan::FeederState::unknown)->request.adf);
  auto no_glass = facts();
  no_glass.platen.reset();
  EXPECT_TRUE(plan_of({}, no_glass, scan::FeederState::unknown)->request.adf);
}

TEST(Plan, KnowsIntents) {
  wire::ScanSettings settings;
  settings.intent = wire::Intent::preview;
  EXPECT_EQ(plan(settings)->request.resolution, Dpi{75});
  settings.intent = wire::Intent::photo;
  EXPECT_GT(plan(settings)->jpeg_quality, plan({})->jpeg_quality);
  settings.x_resolution = 600; // what is said counts
  settings.compression_factor = 90;
  EXPECT_EQ(plan(settings)->request.resolution, Dpi{600});
  EXPECT_EQ(plan(settings)->jpeg_quality, 10);
}

TEST(Plan, CutsARegionOffAtTheSourcesEdge) {
  wire::ScanSettings settings;
  settings.region = wire::ScanRegion{100, 200, 5000, 5000};
  EXPECT_EQ(plan(settings)->request.region, (scan::Region{100, 200, 2444, 3272}));
  settings.must_honor_region = true;
  EXPECT_NE(refusal(settings, facts()).find("2544 x 3472"), std::string::npos);
  settings.region = wire::ScanRegion{0, 0, 2544, 3472};
  EXPECT_TRUE(plan(settings));
  for (const wire::ScanRegion region : {wire::ScanRegion{2544, 0, 100, 100},
                                        {0, 0, 0, 0},
                                        {0, 0, 5, 400},
                                        {2147483647, 2147483647, 2147483647, 2147483647}}) {
    settings.region = region;
    settings.must_honor_region = false;
    EXPECT_FALSE(plan(settings));
  }
}

TEST(Plan, CountsPixelsToTheNearest) {
  wire::ScanSettings settings;
  settings.region = wire::ScanRegion{0, 0, 150, 101};
  settings.x_resolution = settings.y_resolution = 75;
  EXPECT_EQ(plan(settings)->page.width, 38); // 37.5
  EXPECT_EQ(plan(settings)->page.height, 25);
  settings.color = wire::ColorMode::black_and_white1;
  EXPECT_EQ(plan(settings)->size().bytes_per_line, 5);
}

TEST(Plan, MakesOfColourWhatTheDeviceDoesNotGive) {
  using Mode = wire::ColorMode;
  const auto modes_of = [](std::vector<scan::ColorMode> given) {
    scan::SourceOffer offer = *facts().platen;
    offer.modes = std::move(given);
    return offered_modes(offer);
  };
  EXPECT_EQ(modes_of({scan::ColorMode::color}),
            (std::vector{Mode::black_and_white1, Mode::grayscale8, Mode::rgb24}));
  EXPECT_EQ(modes_of({scan::ColorMode::gray}),
            (std::vector{Mode::black_and_white1, Mode::grayscale8}));
  EXPECT_EQ(modes_of({scan::ColorMode::bilevel}), std::vector{Mode::black_and_white1});
  EXPECT_TRUE(modes_of({}).empty());
}

TEST(Plan, RefusesWithWhatThereIs) {
  wire::ScanSettings settings;
  settings.x_resolution = 200;
  EXPECT_NE(refusal(settings, facts()).find("75, 150, 300, 600"), std::string::npos);
  settings = {};
  settings.x_resolution = 300;
  settings.y_resolution = 600;
  EXPECT_FALSE(plan(settings));
  settings = {};
  settings.format = "image/bmp";
  EXPECT_NE(refusal(settings, facts()).find("image/jpeg, application/pdf, image/png, image/tiff"),
            std::string::npos);
  auto flatbed = facts();
  flatbed.adf.reset();
  settings = {};
  settings.source = wire::InputSource::feeder;
  EXPECT_EQ(refusal(settings, flatbed), "this scanner has no feeder: InputSource may be Platen");
  auto one_side = facts();
  one_side.adf_two_sided = false;
  settings.duplex = true;
  EXPECT_NE(refusal(settings, one_side).find("Duplex may be false"), std::string::npos);
  auto gray = facts();
  gray.platen->modes = {scan::ColorMode::gray};
  settings = {};
  settings.color = wire::ColorMode::rgb24;
  EXPECT_NE(refusal(settings, gray).find("RGB24"), std::string::npos);
}

TEST(Plan, ForgetsDuplexOnTheGlass) {
  wire::ScanSettings settings;
  settings.source = wire::InputSource::platen;
  settings.duplex = true;
  EXPECT_FALSE(plan(settings)->request.two_sided);
}

// A program that knows another maker's ranges sends Brightness 996 (docs/protocols/escl.md).
TEST(Plan, TakesValuesBeyondTheirRangeForNotSent) {
  wire::ScanSettings settings;
  settings.brightness = 100;
  settings.contrast = 0;
  settings.threshold = 200;
  EXPECT_EQ(plan(settings)->brightness, 100);
  EXPECT_EQ(plan(settings)->contrast, -100);
  EXPECT_EQ(plan(settings)->threshold, 200);
  settings.brightness = 996;
  settings.contrast = -1;
  settings.threshold = 256;
  settings.compression_factor = 101;
  EXPECT_EQ(plan(settings)->brightness, 0);
  EXPECT_EQ(plan(settings)->contrast, 0);
  EXPECT_EQ(plan(settings)->threshold, 128);
  EXPECT_EQ(plan(settings)->jpeg_quality, 80);
}

} // namespace
} // namespace platen::intake::escl
