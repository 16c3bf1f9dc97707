#include "scan/clean/clean.h"
#include "support/scanned/scene.h"
#include "unit/pipeline/every_target.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using test::Content;
using test::Scene;

// Small enough for a test, at 150 dpi.
Scene small_scene(Content content) {
  Scene scene;
  scene.dpi = 150;
  scene.picture_width = 120;
  scene.picture_height = 160;
  scene.sheet_width = 90;
  scene.sheet_height = 120;
  scene.middle_x = 61;
  scene.middle_y = 79;
  scene.surroundings = {20, 20, 20};
  scene.content = content;
  return scene;
}

CleanedPage cleaned(const Scene& scene, const CleanUp& how = {}, ColorMode mode = ColorMode::color,
                    std::optional<std::int32_t> threshold = {}, const FindOrientation& find = {}) {
  return clean(scan_of(scene).page, how, mode, threshold, find).value();
}

constexpr CleanUp nothing{OnOff::off, OnOff::off, OnOff::off, OnOff::off, OnOff::off, OnOff::off};

TEST(Clean, WithEverythingOffChangesNothingAndStillLooks) {
  Scene scene = small_scene(Content::text);
  scene.skew = 4;
  const auto before = scan_of(scene).page;
  const CleanedPage done = cleaned(scene, nothing);
  ASSERT_EQ(done.page.shape(), before.shape());
  for (std::int32_t y = 0; y < before.height; ++y)
    ASSERT_TRUE(std::ranges::equal(done.page.band().row(y), before.band().row(y)));
  EXPECT_NEAR(done.findings.skew_degrees, 4, 0.1);
  EXPECT_NEAR(done.findings.sheet.width, 90 / 25.4 * 150, 6);
}

TEST(Clean, StraightensAndCutsToTheSheet) {
  for (const double skew : {-9.5, -0.8, 0.0, 2.5, 10.0}) {
    Scene scene = small_scene(Content::text);
    scene.skew = skew;
    const CleanedPage done = cleaned(scene);
    EXPECT_NEAR(done.findings.skew_degrees, skew, 0.1);
    EXPECT_NEAR(done.page.shape().width, 90 / 25.4 * 150, 6); // 1 mm
    EXPECT_NEAR(done.page.height, 120 / 25.4 * 150, 6);
    EXPECT_EQ(done.page.resolution, Dpi{150});
    // A second time there is nothing left to do.
    PageImage again({done.page.shape().width, done.page.height, gray8}, Dpi{150});
    for (std::int32_t y = 0; y < again.height; ++y)
      std::ranges::copy(done.page.band().row(y), again.band().row(y).begin());
    const auto twice = clean(std::move(again), {}, ColorMode::color, {}, {}).value();
    EXPECT_NEAR(twice.findings.skew_degrees, 0, 0.1);
    EXPECT_NEAR(twice.page.shape().width, done.page.shape().width, 3);
    EXPECT_NEAR(twice.page.height, done.page.height, 3);
  }
}

TEST(Clean, GivesTheSameBytesOnEveryTarget) {
  for (const bool color : {false, true}) {
    Scene scene = small_scene(Content::text);
    scene.skew = 3;
    scene.color = color;
    scene.stamp = color;
    for (const ColorMode mode : {ColorMode::color, ColorMode::bilevel}) {
      const CleanedPage expected = cleaned(scene, {}, mode);
      test::on_every_target([&] {
        const CleanedPage done = cleaned(scene, {}, mode);
        ASSERT_EQ(done.page.shape(), expected.page.shape());
        for (std::int32_t y = 0; y < done.page.height; ++y)
          ASSERT_TRUE(std::ranges::equal(done.page.band().row(y), expected.page.band().row(y)));
      });
    }
  }
}

TEST(Clean, DecidesWhatAPageNeeds) {
  Scene text = small_scene(Content::text);
  EXPECT_EQ(cleaned(text, {}, ColorMode::automatic).page.shape().format, mask1);
  text.color = true;
  text.paper = {240, 236, 224}; // old paper is no colour
  EXPECT_EQ(cleaned(text, {}, ColorMode::automatic).page.shape().format, mask1);
  text.stamp = true;
  EXPECT_EQ(cleaned(text, {}, ColorMode::automatic).page.shape().format, rgb8);
  const Scene photo = small_scene(Content::photo);
  EXPECT_EQ(cleaned(photo, {}, ColorMode::automatic).page.shape().format, gray8);
  Scene pencil = small_scene(Content::pencil);
  pencil.contrast = 0.15;
  pencil.lines = 4;
  EXPECT_EQ(cleaned(pencil, {}, ColorMode::automatic).page.shape().format, gray8);
}

TEST(Clean, TurnsThePageAsItIsTold) {
  const Scene scene = small_scene(Content::text);
  CleanUp how;
  how.orientation = OnOff::automatic;
  const auto says = [](std::int32_t turn, double sure) {
    return [=](const PageImage&) -> Result<std::pair<std::int32_t, double>> {
      return std::pair{turn, sure};
    };
  };
  const PageShape upright = cleaned(scene).page.shape();
  const CleanedPage sure = cleaned(scene, how, ColorMode::bilevel, {}, says(90, 12));
  EXPECT_EQ(sure.page.shape(), (PageShape{upright.height, upright.width, mask1}));
  EXPECT_EQ(sure.findings.turn, 90);
  const CleanedPage unsure = cleaned(scene, how, ColorMode::color, {}, says(90, 0.5));
  EXPECT_EQ(unsure.page.shape(), upright);
  EXPECT_EQ(unsure.findings.turn_confidence, 0.5);
  const FindOrientation fails = [](const PageImage&) -> Result<std::pair<std::int32_t, double>> {
    return fail(Errc::io, "the worker ended");
  };
  EXPECT_EQ(clean(scan_of(scene).page, how, ColorMode::color, {}, fails).error().what,
            "the worker ended");
  how.orientation = OnOff::off;
  EXPECT_EQ(cleaned(scene, how, ColorMode::color, {}, fails).findings.turn, 0);
}

TEST(Clean, TakesAGivenThresholdForBilevel) {
  const Scene scene = small_scene(Content::photo);
  const auto ink = [&](std::int32_t threshold) {
    const CleanedPage done = cleaned(scene, {}, ColorMode::bilevel, threshold);
    std::int64_t bits = 0;
    for (std::int32_t y = 0; y < done.page.height; ++y)
      for (const std::byte b : done.page.band().row(y))
        bits += std::popcount(std::to_integer<unsigned>(b));
    return bits;
  };
  EXPECT_EQ(ink(0), 0);
  EXPECT_LT(ink(90), ink(150));
  EXPECT_LT(ink(150), ink(250));
}

TEST(Clean, KeepsAPictureThatGoesToThePapersEdge) {
  // A band of grays, 30 mm deep, on a sheet that fills the picture: no shadow is so deep, and
  // nothing behind a sheet has so many levels.
  PageImage page({1240, 1754, gray8}, Dpi{150});
  for (std::int32_t y = 0; y < 1754; ++y)
    for (std::size_t x = 0; x < 1240; ++x)
      page.band().row(y)[x] = y < 177 ? static_cast<std::byte>(40 + x / 10) : std::byte{235};
  const auto done = clean(std::move(page), {}, ColorMode::color, {}, {}).value();
  EXPECT_EQ(done.page.height, 1754);
  EXPECT_LT(std::to_integer<int>(done.page.band().row(20)[600]), 130);
  EXPECT_LT(std::to_integer<int>(done.page.band().row(2)[10]), 80);
}

} // namespace
} // namespace platen::scan
