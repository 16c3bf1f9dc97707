#include "sharpen/sharpen_rows.h"
#include "unit/pipeline/every_target.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace platen::sharpen {
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

TEST(SharpenRows, LightnessIsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (const std::int32_t channels : {1, 3})
      for (std::size_t width = 0; width <= 200; ++width) {
        const auto in = noise<std::uint16_t>(width * static_cast<std::size_t>(channels), width);
        std::vector<std::int16_t> out(width), expected(width);
        lightness_row(in, channels, out);
        reference::lightness_row(in, channels, expected);
        ASSERT_EQ(out, expected) << channels << " channels";
      }
  });
}

TEST(SharpenRows, SumsAreEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width) {
      const std::vector<std::int16_t> weights{300, 4000, 7784, 4000, 300, 0};
      std::vector<std::vector<std::int16_t>> rows;
      std::vector<const std::int16_t*> pointers;
      for (std::size_t k = 0; k < weights.size(); ++k)
        rows.push_back(noise<std::int16_t>(width, width + k));
      for (const auto& row : rows)
        pointers.push_back(row.data());
      std::vector<std::int16_t> out(width), expected(width);
      weighted_sum(pointers, weights, out);
      reference::weighted_sum(pointers, weights, expected);
      ASSERT_EQ(out, expected);
    }
  });
}

TEST(SharpenRows, GainsAreEqualOnEveryTarget) {
  test::on_every_target([] {
    for (const Gains& gains :
         {Gains{262, 19661, 3932, 5898}, Gains{0, 65535, 65535, 65535}, Gains{65535, 65535, 1, 1}})
      for (const std::int32_t channels : {1, 3})
        for (std::size_t width = 0; width <= 200; ++width) {
          const auto in = noise<std::uint16_t>(width * static_cast<std::size_t>(channels), width);
          const auto blurred = noise<std::int16_t>(width, width + 1000);
          std::vector<std::uint16_t> out(in.size()), expected(in.size());
          sharpen_row(in, channels, blurred, gains, out);
          reference::sharpen_row(in, channels, blurred, gains, expected);
          ASSERT_EQ(out, expected) << channels << " channels";
        }
  });
}

} // namespace
} // namespace platen::sharpen
