#include "halftone/dither_row.h"
#include "halftone/threshold_row.h"
#include "unit/pipeline/every_target.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

template<class Sample> std::vector<Sample> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Sample> samples(count);
  for (auto& sample : samples) {
    const std::uint64_t bits = random();
    sample = static_cast<Sample>(bits % 5 == 0 ? 0 : bits % 5 == 1 ? ~std::uint64_t{0} : bits >> 8);
  }
  return samples;
}

template<class Sample> void expect_equal_threshold_rows() {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width)
      for (const std::size_t period : {64u, 128u, 192u}) {
        const auto gray = noise<Sample>(width, width);
        const auto thresholds = noise<Sample>(period, width + 1000);
        std::vector<std::byte> out((width + 7) / 8, std::byte{0xAA}), expected(out);
        threshold_row(gray, thresholds, out);
        reference::threshold_row(gray, thresholds, expected);
        ASSERT_EQ(out, expected) << width;
      }
  });
}

TEST(ThresholdRow, IsEqualOnEveryTargetFor8Bits) {
  expect_equal_threshold_rows<std::uint8_t>();
}
TEST(ThresholdRow, IsEqualOnEveryTargetFor16Bits) {
  expect_equal_threshold_rows<std::uint16_t>();
}

TEST(ThresholdRow, PutsTheLeftmostPixelInTheHighestBit) {
  std::vector<std::uint8_t> gray(10, 255);
  gray[0] = gray[9] = 0;
  std::vector<std::byte> out(2);
  threshold_row(gray, std::vector<std::uint8_t>(64, 128), out);
  EXPECT_EQ(out, (std::vector{std::byte{0x80}, std::byte{0x40}}));
}

TEST(DitherRow, IsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width) {
      const auto in = noise<std::uint16_t>(width, width);
      auto thresholds = noise<std::uint16_t>(64, width + 1);
      for (auto& threshold : thresholds)
        threshold %= 257;
      std::vector<std::uint8_t> out(width), expected(width);
      dither_row(in, thresholds, out);
      reference::dither_row(in, thresholds, expected);
      ASSERT_EQ(out, expected) << width;
    }
  });
}

TEST(DitherRow, DividesEveryValueExactly) {
  std::vector<std::uint16_t> in(65536);
  for (std::size_t i = 0; i < in.size(); ++i)
    in[i] = static_cast<std::uint16_t>(i);
  const std::vector<std::uint16_t> never(64, 256);
  test::on_every_target([&] {
    std::vector<std::uint8_t> out(in.size());
    dither_row(in, never, out);
    for (std::size_t i = 0; i < in.size(); ++i)
      ASSERT_EQ(out[i], i / 257);
  });
}

} // namespace
} // namespace platen::halftone
