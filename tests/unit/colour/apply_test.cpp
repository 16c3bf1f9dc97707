#include "colour/apply.h"
#include "unit/colour/random_table.h"

#include <gtest/gtest.h>

namespace platen::colour {
namespace {

TEST(Apply, KnowsTheFormatThatComesOut) {
  test::RandomTables random(1);
  const PageShape colour{5, 4, rgb16};
  const std::pair<std::int32_t, PixelFormat> formats[] = {{1, gray16}, {3, rgb16}, {4, cmyk16}};
  for (const auto& [outputs, format] : formats) {
    const auto stage = make_apply(colour, random.clut(3, outputs, 5, 0));
    ASSERT_TRUE(stage.has_value());
    EXPECT_EQ((*stage)->output(), (PageShape{5, 4, format}));
  }
}

TEST(Apply, RunsEveryRow) {
  test::RandomTables random(2);
  const ColourTable table = random.matrix(1, 10);
  const PageShape shape{7, 3, rgb16};
  const auto stage = make_apply(shape, table);
  ASSERT_TRUE(stage.has_value());
  RowBuffer in(7, 3, rgb16), out(7, 3, gray16);
  const Band from = in.band({0, 3}), to = out.band({0, 3});
  for (std::int32_t y = 0; y < 3; ++y)
    for (auto& sample : from.samples<std::uint16_t>(y))
      sample = static_cast<std::uint16_t>(1000 * y);
  ASSERT_TRUE((*stage)->run(nullptr, from, to).has_value());
  for (std::int32_t y = 0; y < 3; ++y) {
    const auto row = to.samples<std::uint16_t>(y);
    for (const std::uint16_t sample : row)
      EXPECT_EQ(sample, row[0]);
  }
  EXPECT_NE(to.samples<std::uint16_t>(0)[0], to.samples<std::uint16_t>(1)[0]);
}

TEST(Apply, RefusesTablesThatDoNotFit) {
  test::RandomTables random(3);
  const PageShape gray{5, 4, gray16}, colour{5, 4, rgb16};
  EXPECT_EQ(make_apply(gray, random.clut(3, 3, 5, 0)).error().code, Errc::unsupported);
  EXPECT_EQ(make_apply(colour, random.clut(3, 2, 5, 0)).error().code, Errc::unsupported);
  ColourTable torn = random.clut(3, 3, 5, 0);
  torn.clut.pop_back();
  EXPECT_EQ(make_apply(colour, torn).error().code, Errc::malformed);
}

TEST(Widen, MapsTheEndsOfTheRangeToTheEnds) {
  const PageShape shape{256, 1, gray8};
  const auto stage = make_widen(shape);
  EXPECT_EQ(stage->output(), (PageShape{256, 1, gray16}));
  RowBuffer in(256, 1, gray8), out(256, 1, gray16);
  const Band from = in.band({0, 1}), to = out.band({0, 1});
  for (std::size_t i = 0; i < 256; ++i)
    from.samples<std::uint8_t>(0)[i] = static_cast<std::uint8_t>(i);
  ASSERT_TRUE(stage->run(nullptr, from, to).has_value());
  for (std::size_t i = 0; i < 256; ++i)
    EXPECT_EQ(to.samples<std::uint16_t>(0)[i], 257 * i);
}

} // namespace
} // namespace platen::colour
