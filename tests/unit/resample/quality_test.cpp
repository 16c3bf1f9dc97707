#include "pipeline/executor.h"
#include "resample/resample.h"
#include "support/scaling_measures.h"
#include "unit/pipeline/memory_rows.h"

#include <cmath>
#include <numbers>
#include <ostream>

#include <gtest/gtest.h>

// What scaling does to hard edges, to fine texture and to what is too fine. The limits stand in ADR
// 11; benchmarks/scaling_quality.cpp prints the same figures of platen's peers.
namespace platen::resample {
namespace {

using test::GrayImage;

GrayImage scaled(const GrayImage& image, std::size_t width, std::size_t height,
                 const Filter& filter = {}) {
  const auto size = [](std::size_t v) { return static_cast<std::int32_t>(v); };
  const PageShape from{size(image.width), size(image.height), gray16};
  const PageShape to{size(width), size(height), gray16};
  pipeline::Stages stages;
  stages.push_back(make_resample(from, {0, 0, to.width, to.height}, to, filter));
  platen::test::MemorySource source(from, platen::test::bytes_of(test::samples16(image)));
  platen::test::MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(source, stages, sink));
  return test::from_samples16(width, height, platen::test::samples16(sink.page));
}

GrayImage turned(const GrayImage& image) {
  GrayImage result{image.height, image.width, {}};
  for (std::size_t x = 0; x < image.width; ++x)
    for (std::size_t y = 0; y < image.height; ++y)
      result.samples.push_back(image.at(x, y));
  return result;
}

TEST(ScalingQuality, HardEdgesGetNoHaloWhateverTheScale) {
  const GrayImage edge = test::step_edge(60, 8);
  for (const std::size_t width :
       {6U, 11U, 19U, 20U, 29U, 31U, 47U, 59U, 61U, 77U, 90U, 120U, 131U, 211U, 600U}) {
    SCOPED_TRACE(width);
    EXPECT_LE(test::overshoot(scaled(edge, width, 8)), 0.0001) << "across";
    EXPECT_LE(test::overshoot(scaled(turned(edge), 8, width)), 0.0001) << "down";
    if (width > 12 && width % 20 != 0) { // what would happen without
      EXPECT_GE(test::overshoot(scaled(edge, width, 8, {.ringing = Ringing::allowed})), 0.02);
    }
  }
}

TEST(ScalingQuality, EdgesStaySharp) {
  const GrayImage edge = test::step_edge(64, 4);
  for (const std::size_t scale : {2U, 3U, 5U, 8U}) {
    const double sharp = test::mtf50(scaled(edge, 64 * scale, 4), static_cast<double>(scale));
    const double plain = test::mtf50(scaled(edge, 64 * scale, 4, {.ringing = Ringing::allowed}),
                                     static_cast<double>(scale));
    const double mitchell =
        test::mtf50(scaled(edge, 64 * scale, 4, {Kernel::mitchell, Ringing::allowed}),
                    static_cast<double>(scale));
    RecordProperty("mtf50_times_" + std::to_string(scale), std::to_string(sharp));
    EXPECT_GE(sharp, 0.40) << scale;
    EXPECT_GE(sharp, 0.90 * plain) << scale;
    EXPECT_GE(sharp, mitchell) << scale;
  }
}

// A wave of `cycles` a sample, enlarged, against itself.
double contrast_kept(double cycles, std::size_t scale, const Filter& filter) {
  GrayImage wave{200, 4, {}};
  for (std::size_t i = 0; i < 800; ++i)
    wave.samples.push_back(
        0.5 + 0.4 * std::sin(2 * std::numbers::pi * cycles * static_cast<double>(i % 200)));
  const GrayImage large = scaled(wave, 200 * scale, 4, filter);
  double product = 0, square = 0;
  for (std::size_t x = 20 * scale; x < 180 * scale; ++x) {
    const double place = (static_cast<double>(x) + 0.5) / static_cast<double>(scale) - 0.5;
    const double ideal = std::sin(2 * std::numbers::pi * cycles * place);
    product += ideal * (large.at(x, 1) - 0.5) / 0.4;
    square += ideal * ideal;
  }
  return product / square;
}

TEST(ScalingQuality, TheLimiterLeavesTextureAlone) {
  for (const std::size_t scale : {2U, 3U, 7U})
    for (const double cycles : {0.05, 0.13, 0.21, 0.29, 0.37, 0.41}) {
      const double plain = contrast_kept(cycles, scale, {.ringing = Ringing::allowed});
      const double limited = contrast_kept(cycles, scale, {});
      EXPECT_GE(limited, 0.97 * plain) << cycles << " cycles, times " << scale;
      EXPECT_LE(limited, 1.01 * plain) << cycles << " cycles, times " << scale;
    }
}

TEST(ScalingQuality, AZonePlateKeepsWhatFitsAndLosesWhatDoesNot) {
  const std::size_t side = 600;
  const GrayImage plate = test::zone_plate(side);
  for (const std::size_t to : {450U, 300U, 240U, 200U, 150U, 120U}) {
    const double scale = static_cast<double>(to) / static_cast<double>(side);
    const auto figures = test::zone_plate_figures(scaled(plate, to, to), scale);
    RecordProperty("alias_db_" + std::to_string(to), std::to_string(figures.alias_db));
    EXPECT_GE(figures.kept_db, -0.3) << to;
    if (scale < 0.6) { // else only the corners of the plate are that fine
      EXPECT_LE(figures.alias_db, -33.0) << to;
    }
  }
}

} // namespace
} // namespace platen::resample
