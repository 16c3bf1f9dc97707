#include "compose/layer.h"
#include "compose/overlay.h"
#include "pipeline/executor.h"
#include "unit/pipeline/memory_rows.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::compose {
namespace {

using platen::test::MemorySink;
using platen::test::MemorySource;

using Row = std::vector<std::uint16_t>;
using Coverage = std::vector<std::uint8_t>;
constexpr std::uint16_t white = 65535;

TEST(Layer, GivesTheFilledPartOfEachRowInAnyOrder) {
  auto layer = Layer::make({5, 3, gray16});
  ASSERT_TRUE(layer);
  ASSERT_TRUE(layer->add(Row{1, 2, 3, 4, 5}, Coverage{0, 9, 0, 8, 0}));
  ASSERT_TRUE(layer->add(Row(5, white), Coverage(5, 0)));
  ASSERT_TRUE(layer->add(Row{6, 7, 8, 9, 10}, Coverage{255, 0, 0, 0, 255}));
  Layer::Run run;
  ASSERT_TRUE(layer->read(2, run));
  EXPECT_EQ(run.first, 0);
  EXPECT_EQ(run.on_paper, (Row{6, 7, 8, 9, 10}));
  ASSERT_TRUE(layer->read(0, run));
  EXPECT_EQ(run.first, 1);
  EXPECT_EQ(run.on_paper, (Row{2, 3, 4}));
  EXPECT_EQ(run.coverage, (Coverage{9, 0, 8}));
  ASSERT_TRUE(layer->read(1, run));
  EXPECT_EQ(run.count, 0);
}

TEST(UnderLayer, ShowsThePageWhereNothingIsAndTheLayerWhereItIsOpaque) {
  for (const std::uint16_t page : Row{0, 1, 30'000, 65'534, 65'535}) {
    EXPECT_EQ(under_layer(page, 123, 0), page);
    EXPECT_EQ(under_layer(page, 123, 255), 123);
    EXPECT_EQ(under_layer(white, page, 77), page) << "on paper it looks as it was drawn";
  }
}

// What is drawn of colour c with alpha a looks on white as a c + (1 - a), on any page p as
// a c + (1 - a) p.
RC_GTEST_PROP(UnderLayerProperty, IsTheOverOfPorterAndDuff, ()) {
  const double c = *rc::gen::inRange(0, 65536), p = *rc::gen::inRange(0, 65536);
  const int coverage = *rc::gen::inRange(1, 256);
  const double a = coverage / 255.0;
  const auto on_white = static_cast<std::uint16_t>(std::lround(a * c + (1 - a) * white));
  const double over = a * c + (1 - a) * p;
  const double got =
      under_layer(static_cast<std::uint16_t>(p), on_white, static_cast<std::uint8_t>(coverage));
  RC_ASSERT(std::abs(got - over) <= 1.01);
}

TEST(OverlayStage, LaysLayersUnderAndOverEverything) {
  const PageShape shape{4, 1, gray16};
  auto lowest = Layer::make(shape), highest = Layer::make(shape);
  ASSERT_TRUE(lowest->add(Row{100, 100, white, white}, Coverage{255, 255, 0, 0}));
  ASSERT_TRUE(highest->add(Row{white, 7, white, 7}, Coverage{0, 255, 0, 255}));
  Overlay overlay;
  overlay.windows.push_back({1, 0, 2, 1});
  overlay.lowest = std::make_shared<const Layer>(std::move(*lowest));
  overlay.highest = std::make_shared<const Layer>(std::move(*highest));
  pipeline::Stages stages;
  stages.push_back(make_overlay(shape, std::move(overlay)));
  MemorySource source(shape, platen::test::bytes_of(Row(4, 5000)));
  MemorySink sink;
  ASSERT_TRUE(pipeline::run_whole_page(source, stages, sink));
  EXPECT_EQ(platen::test::samples16(sink.page), (Row{100, 7, 5000, 7}));
}

} // namespace
} // namespace platen::compose
