#include "pipeline/executor.h"
#include "resample/resample.h"
#include "sharpen/sharpen.h"
#include "support/scaling_measures.h"
#include "unit/pipeline/every_target.h"
#include "unit/pipeline/memory_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace platen::sharpen {
namespace {

using Samples = std::vector<std::uint16_t>;
using model::Finish;
using model::Sharpening;

constexpr Strength strong{
    .radius_mm = 0.11, .amount = 1.2, .threshold = 0.004, .most_lighter = 0.1, .most_darker = 0.15};

Samples sharpened(const PageShape& page, const Samples& samples, const Area& area,
                  const Strength& strength = strong, Dpi resolution = {600}) {
  pipeline::Stages stages;
  stages.push_back(make_sharpen(page, area, resolution, strength));
  test::MemorySource source(page, test::bytes_of(samples));
  test::MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(source, stages, sink));
  return test::samples16(sink.page);
}
Area whole(const PageShape& page) {
  return {0, 0, page.width, page.height};
}

TEST(Sharpen, KeepsAFlatPictureExactlyFlat) {
  for (const PixelFormat format : {gray16, rgb16})
    for (const std::int32_t dpi : {72, 300, 600, 1200})
      for (const int value : {0, 1, 255, 32767, 32768, 65534, 65535}) {
        const PageShape page{30, 20, format};
        const Samples flat(600 * static_cast<std::size_t>(format.channels()),
                           static_cast<std::uint16_t>(value));
        ASSERT_EQ(sharpened(page, flat, whole(page), strong, {dpi}), flat);
      }
}

TEST(Sharpen, KeepsNeutralNeutralAndEveryHueOfAnEdge) {
  const PageShape page{40, 12, rgb16};
  Samples samples;
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 40; ++x)
      samples.insert(samples.end(), 3, static_cast<std::uint16_t>(x < 20 ? 20'000 : 40'000));
  const Samples gray = sharpened(page, samples, whole(page));
  for (std::size_t i = 0; i < gray.size(); i += 3) {
    ASSERT_EQ(gray[i], gray[i + 1]);
    ASSERT_EQ(gray[i], gray[i + 2]);
  }
  for (std::size_t i = 0; i < samples.size(); i += 3) // a red cast
    samples[i] = static_cast<std::uint16_t>(samples[i] + 9'000);
  const Samples red = sharpened(page, samples, whole(page));
  EXPECT_NE(red, samples);
  for (std::size_t i = 0; i < red.size(); i += 3)
    ASSERT_EQ(red[i] - red[i + 1], 9'000);
}

TEST(Sharpen, NeitherChangesNorSeesWhatLiesAroundThePicture) {
  const PageShape page{60, 50, rgb16};
  const Area area{13, 9, 31, 27};
  const Samples noise = test::samples16(test::random_page(page, 5));
  Samples other = test::samples16(test::random_page(page, 6));
  const auto inside = [&](std::size_t i) {
    const auto x = static_cast<std::int32_t>(i / 3 % 60), y = static_cast<std::int32_t>(i / 180);
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
  };
  for (std::size_t i = 0; i < noise.size(); ++i)
    if (inside(i)) other[i] = noise[i];
  const Samples first = sharpened(page, noise, area), second = sharpened(page, other, area);
  for (std::size_t i = 0; i < noise.size(); ++i) {
    if (inside(i)) {
      ASSERT_EQ(first[i], second[i]) << i;
    } else {
      ASSERT_EQ(first[i], noise[i]) << i;
    }
  }
  // An even picture on white paper has no seam.
  Samples gray(noise.size(), 65535);
  for (std::size_t i = 0; i < gray.size(); ++i)
    if (inside(i)) gray[i] = 30'000;
  EXPECT_EQ(sharpened(page, gray, area), gray);
}

TEST(Sharpen, TakesAPictureThatIsCutByTheRaster) {
  const PageShape page{24, 18, gray16};
  const Samples noise = test::samples16(test::random_page(page, 7));
  EXPECT_NE(sharpened(page, noise, {-10, -10, 50, 60}), noise);
  EXPECT_EQ(sharpened(page, noise, {30, 5, 10, 10}), noise);
  EXPECT_EQ(sharpened(page, noise, {5, -20, 10, 10}), noise);
}

// The same bytes for both executors, any band height, any number of threads, every target.
TEST(Sharpen, IsTheSameForEveryBandThreadAndTarget) {
  const PageShape page{77, 61, rgb16};
  const auto bytes = test::random_page(page, 8);
  const Samples expected = sharpened(page, test::samples16(bytes), {3, 4, 70, 50});
  test::on_every_target([&] {
    for (const std::int32_t band : {1, 3, 7, 61})
      for (const std::size_t workers : {1U, 3U}) {
        pipeline::Stages stages;
        stages.push_back(make_sharpen(page, {3, 4, 70, 50}, {600}, strong));
        test::MemorySource source(page, bytes);
        test::MemorySink sink;
        const auto pool = make_thread_pool(workers);
        ASSERT_TRUE(pipeline::run_banded(source, stages, sink, *pool, {.band_rows = band}));
        ASSERT_EQ(test::samples16(sink.page), expected) << band << " rows, " << workers;
      }
  });
}

test::GrayImage sharpened(const test::GrayImage& image, const Strength& strength, Dpi resolution) {
  const PageShape page{static_cast<std::int32_t>(image.width),
                       static_cast<std::int32_t>(image.height), gray16};
  return test::from_samples16(
      image.width, image.height,
      sharpened(page, test::samples16(image), whole(page), strength, resolution));
}

// ADR 14 states these bounds.
TEST(SharpeningQuality, HalosStayWithinTheStatedBounds) {
  const test::GrayImage edge = test::step_edge(120, 4);
  for (const Finish finish : {Finish::plain, Finish::matte, Finish::glossy})
    for (const Sharpening level : {Sharpening::low, Sharpening::standard, Sharpening::high})
      for (const std::int32_t dpi : {300, 600, 1200}) {
        const Strength strength = *strength_for(level, finish);
        const test::GrayImage sharp = sharpened(edge, strength, {dpi});
        const auto [least, most] = std::minmax_element(sharp.samples.begin(), sharp.samples.end());
        EXPECT_LE(*most - 0.8, strength.most_lighter + 1e-4);
        EXPECT_LE(0.2 - *least, strength.most_darker + 1e-4);
        EXPECT_GE(*most - 0.8, 0.02) << "something is done";
        EXPECT_LE(strength.most_lighter, 0.13);
      }
}

// How much the contrast of a fine wave grows, by its frequency on paper.
double gain(double cycles_per_mm, const Strength& strength, Dpi resolution) {
  const double step = cycles_per_mm * 25.4 / resolution.v;
  test::GrayImage wave{400, 3, {}};
  for (std::size_t i = 0; i < 1200; ++i)
    wave.samples.push_back(
        0.5 + 0.04 * std::sin(2 * std::numbers::pi * step * static_cast<double>(i % 400)));
  const test::GrayImage sharp = sharpened(wave, strength, resolution);
  double product = 0, square = 0;
  for (std::size_t x = 60; x < 340; ++x) {
    const double ideal = 0.04 * std::sin(2 * std::numbers::pi * step * static_cast<double>(x));
    product += ideal * (sharp.at(x, 1) - 0.5);
    square += ideal * ideal;
  }
  return product / square;
}

TEST(SharpeningQuality, MeansTheSameOnPaperAtEveryResolution) {
  for (const Finish finish : {Finish::matte, Finish::glossy}) {
    const Strength strength = *strength_for(Sharpening::standard, finish);
    for (const double cycles : {1.0, 2.0, 4.0}) {
      const double at_600 = gain(cycles, strength, {600});
      EXPECT_NEAR(gain(cycles, strength, {1200}), at_600, 0.05) << cycles;
      EXPECT_NEAR(gain(cycles, strength, {300}), at_600, 0.08) << cycles;
    }
    EXPECT_NEAR(gain(0.15, strength, {600}), 1.0, 0.02) << "tones keep their contrast";
    EXPECT_GE(gain(3.0, strength, {600}), 1.2) << "what the eye sees best is raised";
  }
}

TEST(SharpeningQuality, RaisesTheContrastOfEdges) {
  const test::GrayImage edge = test::step_edge(64, 4);
  const PageShape from{64, 4, gray16}, to{320, 20, gray16};
  pipeline::Stages stages;
  stages.push_back(resample::make_resample(from, {0, 0, 320, 20}, to));
  test::MemorySource source(from, test::bytes_of(test::samples16(edge)));
  test::MemorySink sink;
  ASSERT_TRUE(pipeline::run_whole_page(source, stages, sink));
  const auto soft = test::from_samples16(320, 20, test::samples16(sink.page));
  double before = test::mtf50(soft, 5);
  for (const Sharpening level : {Sharpening::low, Sharpening::standard, Sharpening::high}) {
    const double now = test::mtf50(sharpened(soft, *strength_for(level, Finish::matte), {600}), 5);
    EXPECT_GT(now, before);
    before = now;
  }
}

TEST(SharpeningQuality, LeavesGrainAlone) {
  const PageShape page{100, 100, gray16};
  Samples grain(10'000);
  for (std::size_t i = 0; i < grain.size(); ++i) // less than the threshold from its mean
    grain[i] = static_cast<std::uint16_t>(30'000 + (i * 7919 % 101) * 2);
  EXPECT_EQ(sharpened(page, grain, whole(page)), grain);
}

} // namespace
} // namespace platen::sharpen
