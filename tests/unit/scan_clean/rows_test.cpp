#include "scan/clean/rows.h"
#include "unit/pipeline/every_target.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace platen::scan::cleaning {
namespace {

template<class Sample> std::vector<Sample> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Sample> samples(count);
  for (auto& sample : samples) {
    const std::uint64_t bits = random();
    // Often the ends of the range, where sums and saturation are at their limits.
    sample = static_cast<Sample>(bits % 4 == 0 ? 0x7FFF : bits % 4 == 1 ? 0x8000 : bits >> 8);
  }
  return samples;
}

constexpr std::size_t widths = 150;
constexpr std::array<std::int16_t, taps> sharp{322, -1932, 9500, 9500, -1932, 926};

TEST(CleanRows, SumsAndMeansAreEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= widths; ++width) {
      const auto in = noise<std::uint8_t>(2 * width, width);
      std::vector<std::uint16_t> sums(2 * width, 255), expected(2 * width, 255);
      add_row(in, sums);
      reference::add_row(in, expected);
      ASSERT_EQ(sums, expected);
      std::vector<std::uint8_t> means(width), expected_means(width);
      mean_of_pairs(sums, means);
      reference::mean_of_pairs(sums, expected_means);
      ASSERT_EQ(means, expected_means);
      const auto steps = noise<std::uint16_t>(width * 40, width + 1);
      ASSERT_EQ(sum_of_squared_steps(steps), reference::sum_of_squared_steps(steps));
    }
  });
}

TEST(CleanRows, ResamplingIsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (const std::size_t step : {1u, 3u})
      for (std::size_t width = 0; width <= widths; ++width) {
        const auto in = noise<std::int16_t>(width + (taps - 1) * step, width);
        std::vector<std::int16_t> out(width), expected(width);
        shift_row(in, step, sharp, out);
        reference::shift_row(in, step, sharp, expected);
        ASSERT_EQ(out, expected);
      }
  });
}

TEST(CleanRows, MixingIsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= widths; ++width) {
      std::vector<std::vector<std::int16_t>> rows, weights;
      std::array<const std::int16_t*, taps> row{}, weight{};
      for (std::size_t k = 0; k < taps; ++k) {
        rows.push_back(noise<std::int16_t>(width, width + k));
        // Weights of a resampling never add up to more than twice of one.
        weights.push_back(noise<std::int16_t>(width, width + k + 100));
        for (std::int16_t& w : weights.back())
          w = static_cast<std::int16_t>(w / 8);
        row[k] = rows[k].data();
        weight[k] = weights[k].data();
      }
      std::vector<std::int16_t> out(width), expected(width);
      mix_rows(row, weight, out);
      reference::mix_rows(row, weight, expected);
      ASSERT_EQ(out, expected);
    }
  });
}

TEST(CleanRows, WidthsOfSamplesAreEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= widths; ++width) {
      const auto bytes = noise<std::uint8_t>(width, width);
      std::vector<std::int16_t> wide(width), expected_wide(width);
      widen_row(bytes, wide);
      reference::widen_row(bytes, expected_wide);
      ASSERT_EQ(wide, expected_wide);
      const auto samples = noise<std::int16_t>(width, width);
      std::vector<std::uint8_t> narrow(width), expected(width);
      narrow_row(samples, narrow);
      reference::narrow_row(samples, expected);
      ASSERT_EQ(narrow, expected);
      narrow_row(wide, narrow);
      ASSERT_EQ(narrow, bytes);
    }
  });
}

TEST(CleanRows, WhiteningIsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (const Knee knee : {Knee{216, 244}, Knee{0, 255}, Knee{254, 255}})
      for (std::size_t width = 0; width <= widths; ++width) {
        auto gray = noise<std::uint8_t>(width, width);
        auto rgb = noise<std::uint8_t>(3 * width, width + 1);
        const auto a = noise<std::uint16_t>(width, width + 2), b = noise<std::uint16_t>(width, 3);
        std::vector<std::uint16_t> gain(width), expected_gain(width);
        blend_gains(a, b, 77, gain);
        reference::blend_gains(a, b, 77, expected_gain);
        ASSERT_EQ(gain, expected_gain);
        auto expected_gray = gray, expected_rgb = rgb;
        whiten_gray(gray, gain, knee);
        reference::whiten_gray(expected_gray, gain, knee);
        ASSERT_EQ(gray, expected_gray);
        whiten_rgb(rgb, {gain.data(), a.data(), b.data()}, knee);
        reference::whiten_rgb(expected_rgb, {gain.data(), a.data(), b.data()}, knee);
        ASSERT_EQ(rgb, expected_rgb);
      }
  });
}

// By hand, at each part of the scale: gain 4096 leaves a sample as it is.
TEST(CleanRows, WhitenAboveTheKneeAndKeepWhatIsBelow) {
  std::vector<std::uint8_t> row{0, 100, 216, 230, 243, 244, 255};
  const std::vector<std::uint16_t> gain(row.size(), 4096);
  reference::whiten_gray(row, gain, {216, 244});
  EXPECT_EQ(row, (std::vector<std::uint8_t>{0, 100, 216, 242, 254, 255, 255}));
  // A faint yellow is not paper, as its blue says.
  std::vector<std::uint8_t> rgb{250, 250, 200, 250, 248, 246};
  reference::whiten_rgb(rgb, {gain.data(), gain.data(), gain.data()}, {216, 244});
  EXPECT_EQ(rgb, (std::vector<std::uint8_t>{250, 250, 200, 255, 255, 255}));
}

} // namespace
} // namespace platen::scan::cleaning
