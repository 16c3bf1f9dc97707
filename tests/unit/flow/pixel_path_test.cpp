// The whole pixel path of a photograph, from the picture's samples to the page's: the profile of a
// paper, scaling, sharpening, dithering.
#include "colour/apply.h"
#include "colour/icc/icc.h"
#include "halftone/dither.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "sharpen/sharpen.h"
#include "unit/icc/profiles.h"
#include "unit/pipeline/every_target.h"
#include "unit/pipeline/memory_rows.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace platen::flow {
namespace {

using model::BlackPoint;
using model::RenderingIntent;
using pipeline::Stages;

ColourTable table_for(PixelFormat format, const Buffer& source, const Buffer& target,
                      RenderingIntent intent = RenderingIntent::relative,
                      BlackPoint black_point = BlackPoint::on) {
  colour::IccRequest request;
  request.format = format;
  request.profile = source;
  request.target.profile = target;
  request.target.intent = intent;
  request.target.black_point = black_point;
  auto table = colour::build_table(request);
  EXPECT_TRUE(table) << table.error().message();
  return table ? std::move(*table) : ColourTable{};
}

std::vector<std::byte> printed_whole(const Stages& stages, const std::vector<std::byte>& picture) {
  platen::test::MemorySource source(stages.front()->input(), picture);
  platen::test::MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(source, stages, sink));
  return sink.page;
}

// ---- equal bytes

struct Path {
  std::string name;
  PageShape picture, sheet;
  ColourTable table;
};

// As flow/picture_sides.cpp orders them: colour where the pixels are fewer.
Stages stages_of(const Path& path) {
  Stages stages;
  PageShape shape = path.picture;
  const auto add = [&](std::unique_ptr<pipeline::Stage> stage) {
    shape = stage->output();
    stages.push_back(std::move(stage));
  };
  const auto add_colour = [&] { add(colour::make_apply(shape, path.table).value()); };
  const bool enlarged = path.picture.width < path.sheet.width;
  const std::int32_t width = path.sheet.width, height = path.sheet.height;
  if (shape.format.depth == Depth::bits8) add(colour::make_widen(shape));
  if (enlarged) add_colour();
  add(resample::make_resample(shape, {0, 0, width, height}, {width, height, shape.format}));
  if (!enlarged) add_colour();
  const auto strength = sharpen::strength_for(model::Sharpening::standard, model::Finish::glossy);
  add(sharpen::make_sharpen(shape, {0, 0, width, height}, {600}, *strength));
  add(halftone::make_dither(shape));
  EXPECT_EQ(shape, path.sheet);
  return stages;
}

std::vector<Path> paths() {
  const Buffer paper = platen::test::paper_profile({.black = 8, .saturation = 0.8}),
               srgb = platen::test::srgb_profile();
  const PageShape small{61, 47, rgb8}, large{150, 118, rgb8};
  std::vector<Path> all;
  all.push_back({"RGB enlarged for a paper", small, large, table_for(rgb8, srgb, paper)});
  all.push_back({"RGB of 16 bits reduced for a paper",
                 {150, 118, rgb16},
                 small,
                 table_for(rgb16, platen::test::prophoto_profile(), paper)});
  all.push_back({"CMYK enlarged for a paper",
                 {61, 47, cmyk8},
                 large,
                 table_for(cmyk8, platen::test::cmyk_profile(), paper)});
  all.push_back({"RGB enlarged for a space",
                 {61, 47, rgb16},
                 large,
                 table_for(rgb16, platen::test::adobe_rgb_profile(), srgb)});
  return all;
}

TEST(PixelPath, GivesEqualBytesForEveryTargetThreadCountAndBandHeight) {
  std::vector<std::unique_ptr<WorkerPool>> pools;
  for (const std::size_t workers : {1U, 2U, 3U, 8U})
    pools.push_back(make_thread_pool(workers));
  for (const Path& path : paths()) {
    SCOPED_TRACE(path.name);
    const auto picture = platen::test::random_page(path.picture, 5);
    const Stages stages = stages_of(path);
    const auto expected = printed_whole(stages, picture);
    ASSERT_EQ(expected.size(), static_cast<std::size_t>(path.sheet.width) * 3 *
                                   static_cast<std::size_t>(path.sheet.height));
    platen::test::on_every_target([&] {
      EXPECT_EQ(printed_whole(stages, picture), expected);
      for (const auto& pool : pools)
        for (const std::int32_t rows : {1, 7, 64, path.sheet.height}) {
          platen::test::MemorySource source(path.picture, picture);
          platen::test::MemorySink sink;
          ASSERT_TRUE(pipeline::run_banded(source, stages, sink, *pool, {.band_rows = rows}));
          EXPECT_EQ(sink.page, expected) << rows << " rows";
        }
    });
  }
}

// ---- ramps

constexpr std::int32_t all_inputs = 65'536;

// Every sample that there is, in order, in those channels of a row of RGB.
std::vector<std::byte> ramp_of(std::initializer_list<std::size_t> channels) {
  std::vector<std::uint16_t> samples(std::size_t{3} * all_inputs);
  for (std::size_t v = 0; v < all_inputs; ++v)
    for (const std::size_t c : channels)
      samples[3 * v + c] = static_cast<std::uint16_t>(v);
  return platen::test::bytes_of(samples);
}

std::vector<std::uint16_t> device_ramp(const ColourTable& table,
                                       std::initializer_list<std::size_t> channels = {0, 1, 2}) {
  Stages stages;
  stages.push_back(colour::make_apply({all_inputs, 1, rgb16}, table).value());
  return platen::test::samples16(printed_whole(stages, ramp_of(channels)));
}

void expect_rising(const std::vector<std::uint16_t>& ramp, const std::string& what) {
  ASSERT_EQ(ramp.size(), std::size_t{3} * all_inputs);
  std::size_t falls = 0;
  for (std::size_t i = 3; i < ramp.size(); ++i)
    falls += ramp[i] < ramp[i - 3] ? 1U : 0U;
  EXPECT_EQ(falls, 0U) << what;
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_LT(ramp[c], 30'000) << what;
    EXPECT_EQ(ramp[ramp.size() - 3 + c], 65'535) << what;
  }
}

TEST(Ramps, OfGrayRiseWithEveryOneOf65536InputsForEveryPaper) {
  const std::pair<const char*, Buffer> sources[] = {{"sRGB", platen::test::srgb_profile()},
                                                    {"AdobeRGB", platen::test::adobe_rgb_profile()},
                                                    {"ProPhoto", platen::test::prophoto_profile()}};
  for (const auto& [name, source] : sources) {
    for (const double version : {2.1, 4.3})
      for (const double black : {3.0, 12.0, 20.0})
        for (const BlackPoint black_point : {BlackPoint::on, BlackPoint::off}) {
          const Buffer paper = platen::test::paper_profile(
              {.black = black, .saturation = 0.7, .gamma = 1.8, .version = version});
          const auto intent = black_point == BlackPoint::on ? RenderingIntent::relative
                                                            : RenderingIntent::perceptual;
          const ColourTable table = table_for(rgb16, source, paper, intent, black_point);
          EXPECT_EQ(table.kind, ColourTable::Kind::lab_grid);
          expect_rising(device_ramp(table), std::string(name) + " to black " +
                                                std::to_string(black) + " version " +
                                                std::to_string(version));
        }
    const Buffer display =
        platen::test::rgb_profile(0.3457, 0.3585, {0.66, 0.32, 0.22, 0.68, 0.14, 0.07}, 2.2);
    expect_rising(device_ramp(table_for(rgb16, source, display)), std::string(name) + ", matrix");
  }
}

// In colours three roots are rounded apart from each other: what that makes a ramp waver by is far
// below what dithering can show.
TEST(Ramps, OfColoursRiseButForAThirtiethOfACode) {
  const Buffer srgb = platen::test::srgb_profile();
  for (const double version : {2.1, 4.3})
    for (const double black : {3.0, 20.0}) {
      const ColourTable table =
          table_for(rgb16, srgb, platen::test::paper_profile({.black = black, .version = version}));
      for (const auto channels :
           std::initializer_list<std::initializer_list<std::size_t>>{{0}, {1}, {2}, {0, 1}}) {
        const auto ramp = device_ramp(table, channels);
        for (const std::size_t c : channels) {
          int highest = 0, deepest = 0;
          for (std::size_t i = c; i < ramp.size(); i += 3) {
            highest = std::max<int>(highest, ramp[i]);
            deepest = std::max(deepest, highest - ramp[i]);
          }
          EXPECT_LE(deepest, 257 / 30) << "channel " << c << " of " << channels.size();
          EXPECT_GT(highest, 40'000);
        }
      }
    }
}

constexpr std::int32_t width = 8'192, height = 64, column = 16;

// The most by which sixteen columns' mean strays from the device colour that they stand for, in
// codes of 8 bits: bands are columns that all err to one side.
double worst_column(const ColourTable& table, bool dithered) {
  const PageShape shape{width, height, rgb16};
  std::vector<std::uint16_t> samples;
  for (std::int32_t y = 0; y < height; ++y)
    for (std::int32_t x = 0; x < width; ++x)
      samples.insert(samples.end(), 3, static_cast<std::uint16_t>(x * 65'536 / width));
  Stages stages;
  stages.push_back(colour::make_apply(shape, table).value());
  const auto wanted =
      platen::test::samples16(printed_whole(stages, platen::test::bytes_of(samples)));
  stages.push_back(dithered ? halftone::make_dither(shape) : halftone::make_narrow(shape));
  const auto page = printed_whole(stages, platen::test::bytes_of(samples));
  double worst = 0;
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t from = 0; from < width; from += column) {
      double error = 0;
      for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = from; x < from + column; ++x) {
          const std::size_t at = 3 * (y * width + x) + c;
          error += std::to_integer<int>(page[at]) - wanted[at] / 257.0;
        }
      worst = std::max(worst, std::abs(error) / (column * height));
    }
  return worst;
}

TEST(Ramps, HaveNoBandsOnTheDitheredPage) {
  const Buffer srgb = platen::test::srgb_profile();
  for (const double version : {2.1, 4.3}) {
    const ColourTable table =
        table_for(rgb16, srgb, platen::test::paper_profile({.black = 12, .version = version}));
    EXPECT_LE(worst_column(table, true), 0.05) << version;
    EXPECT_GT(worst_column(table, false), 0.3) << "rounding would be found";
  }
}

} // namespace
} // namespace platen::flow
