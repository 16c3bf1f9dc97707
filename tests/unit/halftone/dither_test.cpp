#include "halftone/dither.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

// The page (x, y, channel) -> 16-bit value, dithered.
std::vector<std::uint8_t> dithered(const pipeline::Stage& stage,
                                   const std::function<std::uint16_t(int, int, int)>& page) {
  const PageShape shape = stage.input();
  RowBuffer in(shape.width, shape.height, shape.format);
  RowBuffer out(shape.width, shape.height, stage.output().format);
  const RowRange all{0, shape.height};
  const int channels = shape.format.channels();
  for (int y = 0; y < shape.height; ++y) {
    const auto row = in.band(all).samples<std::uint16_t>(y);
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = page(static_cast<int>(i) / channels, y, static_cast<int>(i) % channels);
  }
  EXPECT_TRUE(stage.run(nullptr, in.band(all), out.band(all)).has_value());
  std::vector<std::uint8_t> result;
  for (int y = 0; y < shape.height; ++y) {
    const auto row = out.band(all).samples<std::uint8_t>(y);
    result.insert(result.end(), row.begin(), row.end());
  }
  return result;
}

TEST(Dither, KeepsEightBitValuesExactly) {
  for (const PixelFormat format : {gray16, rgb16, cmyk16}) {
    const auto stage = make_dither({256, 130, format});
    const auto out =
        dithered(*stage, [](int x, int, int) { return static_cast<std::uint16_t>(257 * x); });
    const auto channels = static_cast<std::size_t>(format.channels());
    for (std::size_t i = 0; i < out.size(); ++i)
      ASSERT_EQ(out[i], i / channels % 256);
  }
}

TEST(Dither, KeepsTheMeanOverTheMatrix) {
  const auto stage = make_dither({128, 128, rgb16});
  for (int value = 0; value < 65536; value += 331) {
    const auto out =
        dithered(*stage, [&](int, int, int) { return static_cast<std::uint16_t>(value); });
    double sum[3] = {};
    for (std::size_t i = 0; i < out.size(); ++i)
      sum[i % 3] += out[i];
    for (const double channel : sum)
      EXPECT_NEAR(channel / 16384 * 257, value, 1.0);
  }
}

TEST(Dither, UsesOnlyTheTwoNeighbours) {
  const auto stage = make_dither({128, 128, gray16});
  const auto out = dithered(*stage, [](int, int, int) { return std::uint16_t{30'000}; });
  const auto [low, high] = std::minmax_element(out.begin(), out.end());
  EXPECT_EQ(*low, 30'000 / 257);
  EXPECT_EQ(*high, 30'000 / 257 + 1);
}

TEST(Dither, ShowsNoBandsInASlowRamp) {
  // Five 8-bit steps over 2048 pixels: averages over 16 x 16 pixels follow the ramp, not the steps.
  const auto stage = make_dither({2048, 16, gray16});
  const auto ramp = [](int x) { return 20'000 + x * 5 * 257 / 2048; };
  const auto out =
      dithered(*stage, [&](int x, int, int) { return static_cast<std::uint16_t>(ramp(x)); });
  for (int x = 0; x + 16 <= 2048; x += 4) {
    double sum = 0, wanted = 0;
    for (int v = 0; v < 16; ++v)
      for (int u = x; u < x + 16; ++u) {
        sum += out[static_cast<std::size_t>(v * 2048 + u)];
        wanted += ramp(u);
      }
    ASSERT_NEAR(sum * 257 / 256, wanted / 256, 257 * 0.05) << "a twentieth of an 8-bit step";
  }
}

TEST(Dither, GivesEachChannelItsOwnPlaceInTheMatrix) {
  const auto stage = make_dither({128, 128, rgb16});
  const auto out = dithered(*stage, [](int, int, int) { return std::uint16_t{128}; });
  int together[3] = {};
  for (std::size_t i = 0; i < out.size(); i += 3)
    for (std::size_t c = 0; c < 3; ++c)
      together[c] += out[i + c] == out[i + (c + 1) % 3];
  // Independent halves agree in half of the places.
  for (const int count : together)
    EXPECT_NEAR(count, 8192, 1000);
}

TEST(Narrow, RoundsToTheNearest) {
  const auto stage = make_narrow({256, 256, gray16});
  const auto out =
      dithered(*stage, [](int x, int y, int) { return static_cast<std::uint16_t>(256 * y + x); });
  for (std::size_t v = 0; v < out.size(); ++v)
    ASSERT_EQ(out[v], std::lround(static_cast<double>(v) / 257)) << v;
}

} // namespace
} // namespace platen::halftone
