#include "pipeline/executor.h"
#include "resample/resample.h"
#include "unit/pipeline/memory_rows.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace platen::resample {
namespace {

using Samples = std::vector<std::uint16_t>;

Samples resampled(const PageShape& source, const Samples& page, const Destination& to,
                  const PageShape& out, const Filter& filter = {}) {
  pipeline::Stages stages;
  stages.push_back(make_resample(source, to, out, filter));
  test::MemorySource rows(source, test::bytes_of(page));
  test::MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(rows, stages, sink).has_value());
  return test::samples16(sink.page);
}

Samples noise(const PageShape& shape, std::uint64_t seed) {
  return test::samples16(test::random_page(shape, seed));
}

TEST(Resample, KeepsAFlatPictureExactlyFlat) {
  for (const PixelFormat format : {gray16, rgb16, cmyk16})
    for (const int value : {0, 1, 257, 32767, 32768, 65534, 65535})
      for (const auto& [from, to] :
           {std::pair{1, 1}, {1, 50}, {7, 30}, {30, 7}, {64, 63}, {90, 1}}) {
        const PageShape source{from, from + 2, format}, out{to, to + 1, format};
        const Samples flat(source.format.row_bytes(from) / 2 * static_cast<std::size_t>(from + 2),
                           static_cast<std::uint16_t>(value));
        const Samples result = resampled(source, flat, {0, 0, to, to + 1}, out);
        EXPECT_TRUE(std::all_of(result.begin(), result.end(), [&](auto v) { return v == value; }));
      }
}

TEST(Resample, CopiesExactlyAtScaleOne) {
  for (const PixelFormat format : {gray16, rgb16, cmyk16})
    for (const Kernel kernel : {Kernel::spline36, Kernel::mitchell}) {
      const PageShape shape{41, 29, format};
      const Samples page = noise(shape, 3);
      EXPECT_EQ(resampled(shape, page, {0, 0, 41, 29}, shape, {.kernel = kernel}), page);
    }
}

TEST(Resample, CutsAPictureAsIfItWereCutAfterwards) {
  const PageShape source{31, 23, rgb16}, whole{83, 61, rgb16}, part{40, 30, rgb16};
  const Samples page = noise(source, 4);
  const Samples all = resampled(source, page, {0, 0, 83, 61}, whole);
  const Samples cut = resampled(source, page, {-17, -20, 83, 61}, part);
  for (std::size_t y = 0; y < 30; ++y)
    EXPECT_TRUE(std::equal(cut.begin() + static_cast<std::ptrdiff_t>(y * 120),
                           cut.begin() + static_cast<std::ptrdiff_t>(y * 120 + 120),
                           all.begin() + static_cast<std::ptrdiff_t>(((y + 20) * 83 + 17) * 3)))
        << y;
}

TEST(Resample, LeavesPaperWhiteAroundThePicture) {
  for (const PixelFormat format : {gray16, rgb16, cmyk16}) {
    const std::uint16_t white = format.model == ColorModel::cmyk ? 0 : 65535;
    const std::uint16_t dark = format.model == ColorModel::cmyk ? 65535 : 0;
    const PageShape source{4, 4, format}, out{20, 20, format};
    const auto channels = static_cast<std::size_t>(format.channels());
    const Samples result = resampled(source, Samples(16 * channels, dark), {5, 7, 9, 6}, out);
    for (std::size_t i = 0; i < result.size(); ++i) {
      const std::size_t x = i / channels % 20, y = i / channels / 20;
      const bool inside = x >= 5 && x < 14 && y >= 7 && y < 13;
      ASSERT_EQ(result[i], inside ? dark : white) << x << ',' << y;
    }
  }
}

TEST(Resample, ShowsTheLastRowAndColumn) {
  // A single dark pixel in the last corner darkens the last corner, whatever the scale.
  for (const std::int32_t size : {3, 10, 49, 50, 51, 333}) {
    const PageShape source{50, 50, gray16}, out{size, size, gray16};
    Samples page(2500, 65535);
    page.back() = 0;
    const Samples result = resampled(source, page, {0, 0, size, size}, out);
    EXPECT_EQ(result.back(), *std::min_element(result.begin(), result.end())) << size;
    EXPECT_LT(result.back(), 65535) << size;
  }
}

// spline36 straight from its definition, in floating point and two dimensions at once.
double spline36(double x) {
  x = std::abs(x);
  if (x < 1) return ((13.0 / 11 * x - 453.0 / 209) * x - 3.0 / 209) * x + 1;
  if (x < 2) return ((-6.0 / 11 * (x - 1) + 270.0 / 209) * (x - 1) - 156.0 / 209) * (x - 1);
  if (x < 3) return ((1.0 / 11 * (x - 2) - 45.0 / 209) * (x - 2) + 26.0 / 209) * (x - 2);
  return 0;
}

double definition(const Samples& page, int size, int to, int x, int y) {
  const double step = std::max(1.0, static_cast<double>(size) / to);
  const double cx = (x + 0.5) * size / to - 0.5, cy = (y + 0.5) * size / to - 0.5;
  double sum = 0, weights = 0;
  for (int v = 0; v < size; ++v)
    for (int u = 0; u < size; ++u) {
      const double weight = spline36((u - cx) / step) * spline36((v - cy) / step);
      sum += weight * page[static_cast<std::size_t>(v * size + u)];
      weights += weight;
    }
  return std::clamp(sum / weights, 0.0, 65535.0);
}

TEST(Resample, FollowsTheDefinitionOfTheFilter) {
  for (const auto& [size, to] : {std::pair{40, 93}, {40, 41}, {60, 40}, {90, 20}}) {
    const PageShape source{size, size, gray16}, out{to, to, gray16};
    Samples page(static_cast<std::size_t>(size * size));
    for (std::size_t i = 0; i < page.size(); ++i)
      page[i] = static_cast<std::uint16_t>(32768 + 15000 * std::sin(static_cast<double>(i % 977)));
    const Samples result =
        resampled(source, page, {0, 0, to, to}, out, {.ringing = Ringing::allowed});
    const int margin = to / 3; // borders are mirrored, which `definition` does not know
    for (int y = margin; y < to - margin; ++y)
      for (int x = margin; x < to - margin; ++x)
        ASSERT_NEAR(result[static_cast<std::size_t>(y * to + x)], definition(page, size, to, x, y),
                    8)
            << "weights have 14 bits: 1/8192 of full scale";
  }
}

TEST(Resample, SaysExactlyWhichRowsItNeeds) {
  const PageShape source{8, 100, gray16}, out{8, 260, gray16};
  const auto stage = make_resample(source, {0, 20, 8, 200}, out);
  EXPECT_EQ(stage->input_rows({0, 20}).count, 0);
  EXPECT_EQ(stage->input_rows({220, 40}), (RowRange{100, 0}));
  EXPECT_EQ(stage->input_rows({0, 260}), (RowRange{0, 100}));
  for (std::int32_t count = 1; count <= 260; ++count) {
    std::int32_t most = 0;
    for (std::int32_t first = 0; first + count <= 260; ++first)
      most = std::max(most, stage->input_rows({first, count}).count);
    EXPECT_LE(most, stage->most_input_rows(count));
    EXPECT_LE(stage->most_input_rows(count), std::min(100, count / 2 + 8));
  }
}

TEST(Resample, LeavesALineOfAPictureThatIsTooThinForOne) {
  const PageShape source{900, 1, gray16}, out{3, 3, gray16};
  const Samples result = resampled(source, Samples(900, 0), {0, 1, 3, 0}, out);
  EXPECT_EQ(result, (Samples{65535, 65535, 65535, 0, 0, 0, 65535, 65535, 65535}));
}

TEST(Resample, OfAPictureWithoutPixelsIsWhitePaper) {
  const PageShape source{0, 0, gray16}, out{3, 2, gray16};
  EXPECT_EQ(resampled(source, {}, {0, 0, 3, 2}, out), Samples(6, 65535));
}

} // namespace
} // namespace platen::resample
