#include "scan/clean/clean.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

enum class Filling : std::uint8_t { white, black, noise, stripes };

PageImage page_of(PageShape shape, Filling filling, Dpi resolution = Dpi{300}) {
  PageImage page(shape, resolution);
  std::mt19937 random(7);
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::byte& v : page.band().row(y))
      v = filling == Filling::white   ? std::byte{255}
          : filling == Filling::black ? std::byte{0}
          : filling == Filling::noise ? static_cast<std::byte>(random())
                                      : static_cast<std::byte>(y / 3 % 2 * 255);
  return page;
}

const CleanUp everything{OnOff::on, OnOff::on, OnOff::on, OnOff::on, OnOff::on, OnOff::on};

// What every result must be, whatever went in.
void expect_a_page(const PageShape shape, Filling filling, Dpi resolution = Dpi{300}) {
  const auto upside_down = [](const PageImage&) -> Result<std::pair<std::int32_t, double>> {
    return std::pair{90, 9.0};
  };
  for (const CleanUp& how : {CleanUp{}, everything})
    for (const ColorMode mode :
         {ColorMode::automatic, ColorMode::bilevel, ColorMode::gray, ColorMode::color}) {
      const auto done = clean(page_of(shape, filling, resolution), how, mode, {}, upside_down);
      ASSERT_TRUE(done.has_value()) << done.error().message();
      const PageShape result = done->page.shape();
      EXPECT_GE(result.width, 1);
      EXPECT_GE(result.height, 1);
      EXPECT_EQ(done->page.resolution, resolution);
      EXPECT_GE(done->findings.ink, 0);
      EXPECT_LE(done->findings.ink, 1);
      if (mode == ColorMode::automatic) continue;
      const PixelFormat wanted = mode == ColorMode::bilevel ? mask1
                                 : mode == ColorMode::gray  ? gray8
                                                            : shape.format;
      EXPECT_EQ(result.format, wanted);
    }
}

constexpr Filling fillings[] = {Filling::white, Filling::black, Filling::noise, Filling::stripes};

TEST(HostilePage, OfOnePixel) {
  for (const Filling filling : fillings)
    for (const PixelFormat format : {gray8, rgb8})
      expect_a_page({1, 1, format}, filling);
}

TEST(HostilePage, OfOneRowOrColumn) {
  for (const Filling filling : fillings)
    for (const PixelFormat format : {gray8, rgb8}) {
      expect_a_page({2550, 1, format}, filling);
      expect_a_page({1, 3508, format}, filling);
    }
}

TEST(HostilePage, AroundTheSmallestThatIsLookedAt) {
  for (const Filling filling : fillings)
    for (std::int32_t side = 90; side <= 104; ++side) {
      expect_a_page({side, 300, gray8}, filling);
      expect_a_page({300, side, rgb8}, filling);
    }
}

TEST(HostilePage, OfOneColourOrNoiseAlone) {
  for (const Filling filling : fillings)
    for (const PixelFormat format : {gray8, rgb8})
      expect_a_page({500, 700, format}, filling);
}

TEST(HostilePage, WithoutAResolutionOrWithAWildOne) {
  for (const std::int32_t dpi : {0, -5, 1, 9600, 2'000'000'000})
    expect_a_page({400, 500, gray8}, Filling::stripes, Dpi{dpi});
}

TEST(HostilePage, Of14000PixelsWidth) {
  for (const Filling filling : {Filling::white, Filling::noise})
    expect_a_page({14'000, 240, gray8}, filling);
  expect_a_page({240, 14'000, gray8}, Filling::noise);
}

TEST(HostilePage, ThatIsAllWhiteIsBlankAndOneThatIsAllBlackIsNot) {
  const auto white =
      clean(page_of({800, 1000, gray8}, Filling::white), {}, ColorMode::gray, {}, {});
  EXPECT_TRUE(white->findings.blank);
  EXPECT_EQ(white->findings.ink, 0);
  const auto noise =
      clean(page_of({800, 1000, gray8}, Filling::noise), {}, ColorMode::gray, {}, {});
  EXPECT_FALSE(noise->findings.blank);
  const auto small = clean(page_of({20, 20, gray8}, Filling::white), {}, ColorMode::gray, {}, {});
  EXPECT_FALSE(small->findings.blank) << "too small to tell";
}

TEST(HostilePage, OfBitsIsRefused) {
  const auto done = clean(page_of({80, 80, mask1}, Filling::black), {}, ColorMode::gray, {}, {});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Errc::unsupported);
  EXPECT_EQ(done.error().what, "only gray and colour pages can be cleaned");
}

} // namespace
} // namespace platen::scan
