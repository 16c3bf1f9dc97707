#include "compose/overlay.h"
#include "halftone/dither.h"
#include "pipeline/executor.h"
#include "unit/pipeline/memory_rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::compose {
namespace {

using layout::PixelBox;
using platen::test::MemorySink;
using platen::test::MemorySource;

constexpr std::array<std::uint16_t, 3> red{65535, 0, 0}, black{0, 0, 0};

std::vector<std::uint16_t> laid(const PageShape& shape, std::vector<std::uint16_t> page,
                                Overlay overlay) {
  pipeline::Stages stages;
  stages.push_back(make_overlay(shape, std::move(overlay)));
  MemorySource source(shape, platen::test::bytes_of(page));
  MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(source, stages, sink));
  return platen::test::samples16(sink.page);
}

TEST(OverlayStage, LaysPaperUnderPicturesUnderMarks) {
  const PageShape shape{6, 4, gray16};
  Overlay overlay;
  overlay.under.push_back({{0, 0, 5, 3}, {100, 0, 0}});
  overlay.windows.push_back({1, 1, 3, 2});
  overlay.over.push_back({{3, 0, 1, 9}, {7, 0, 0}}); // goes beyond the raster
  const auto page = laid(shape, std::vector<std::uint16_t>(24, 5000), overlay);
  const std::uint16_t white = 65535;
  EXPECT_EQ(page, (std::vector<std::uint16_t>{100,   100,   100,   7, 100,   white, //
                                              100,   5000,  5000,  7, 100,   white, //
                                              100,   5000,  5000,  7, 100,   white, //
                                              white, white, white, 7, white, white}));
}

std::shared_ptr<const Layer> layer(const PageShape& shape, std::vector<std::uint16_t> on_paper,
                                   std::vector<std::uint8_t> coverage) {
  auto made = Layer::make(shape);
  EXPECT_TRUE(made && made->add(on_paper, coverage));
  return std::make_shared<const Layer>(*std::move(made));
}

// A watermark below a scan, which is white where there was nothing.
TEST(OverlayStage, ShowsTheDarkerOfOneInkAndWhatLiesBelow) {
  const PageShape shape{4, 1, gray16};
  Overlay overlay;
  overlay.windows.push_back({0, 0, 3, 1});
  overlay.lowest = layer(shape, {40'000, 40'000, 65'535, 40'000}, {90, 90, 0, 90});
  EXPECT_EQ(laid(shape, {65'535, 30'000, 65'535, 0}, overlay),
            (std::vector<std::uint16_t>{40'000, 30'000, 65'535, 40'000}));
}

TEST(OverlayStage, HidesBehindAPictureInColoursWhatLiesBelow) {
  const PageShape shape{2, 1, rgb16};
  Overlay overlay;
  overlay.windows.push_back({0, 0, 1, 1});
  overlay.lowest = layer(shape, std::vector<std::uint16_t>(6, 40'000), {255, 255});
  EXPECT_EQ(laid(shape, std::vector<std::uint16_t>(6, 50'000), overlay),
            (std::vector<std::uint16_t>{50'000, 50'000, 50'000, 40'000, 40'000, 40'000}));
}

TEST(OverlayStage, InksTextByItsCoverage) {
  const PageShape shape{3, 1, rgb16};
  Overlay overlay;
  overlay.windows.push_back({0, 0, 3, 1});
  overlay.inked.push_back(
      {{-1, 0, 3, 1}, {std::byte{255}, std::byte{255}, std::byte{51}}}); // its first lies outside
  const auto page = laid(shape, std::vector<std::uint16_t>(9, 50'000), overlay);
  EXPECT_EQ(page,
            (std::vector<std::uint16_t>{0, 0, 0, 40'000, 40'000, 40'000, 50'000, 50'000, 50'000}));
}

TEST(TurnMask, TurnsClockwise) {
  const Buffer mask{std::byte{1}, std::byte{2}, std::byte{3},
                    std::byte{4}, std::byte{5}, std::byte{6}};
  std::int32_t width = 3, height = 2;
  const Buffer once = turn_mask(mask, width, height, 1);
  EXPECT_EQ(width, 2);
  EXPECT_EQ(height, 3);
  EXPECT_EQ(once, (Buffer{std::byte{4}, std::byte{1}, std::byte{5}, std::byte{2}, std::byte{6},
                          std::byte{3}}));
  EXPECT_EQ(turn_mask(once, width, height, 3), mask);
}

// The same bytes whatever the bands and the order of the workers.
RC_GTEST_PROP(OverlayProperty, IsTheSameInBands, ()) {
  const PageShape shape{*rc::gen::inRange(1, 60), *rc::gen::inRange(1, 60),
                        *rc::gen::element(gray16, rgb16)};
  const auto box = [&] {
    return PixelBox{*rc::gen::inRange(-10, 60), *rc::gen::inRange(-10, 60),
                    *rc::gen::inRange(1, 40), *rc::gen::inRange(1, 40)};
  };
  Overlay overlay;
  overlay.windows.push_back(box());
  overlay.under.push_back({box(), red});
  overlay.over.push_back({box(), black});
  const PixelBox text = box();
  overlay.inked.push_back(
      {text, Buffer(static_cast<std::size_t>(text.width * text.height), std::byte{130})});
  pipeline::Stages stages;
  stages.push_back(make_overlay(shape, overlay));
  stages.push_back(halftone::make_dither(shape));
  const auto page = platen::test::random_page(shape, 3);
  MemorySource whole(shape, page), banded(shape, page);
  MemorySink expected, got;
  RC_ASSERT(pipeline::run_whole_page(whole, stages, expected).has_value());
  const auto pool = make_shuffled_pool(3, *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(
      pipeline::run_banded(banded, stages, got, *pool, {.band_rows = *rc::gen::inRange(1, 70)})
          .has_value());
  RC_ASSERT(got.page == expected.page);
}

} // namespace
} // namespace platen::compose
