#include "resample/row_filters.h"
#include "unit/pipeline/every_target.h"

#include <random>

#include <gtest/gtest.h>

namespace platen::resample {
namespace {

template<class Sample> std::vector<Sample> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Sample> samples(count);
  for (auto& sample : samples) {
    const std::uint64_t bits = random();
    // Often the ends of the range, where clamping and sums are at their limits.
    sample = static_cast<Sample>(bits % 4 == 0 ? 0x7FFF : bits % 4 == 1 ? 0x8000 : bits >> 8);
  }
  return samples;
}

TEST(RowFilters, FlipTheBiasOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width) {
      const auto in = noise<std::uint16_t>(width, width);
      std::vector<std::uint16_t> out(width), expected(width);
      flip_bias(in, out);
      reference::flip_bias(in, expected);
      ASSERT_EQ(out, expected);
    }
  });
}

TEST(RowFilters, FilterColumnsEquallyOnEveryTarget) {
  test::on_every_target([] {
    for (const auto& [channels, ringing] : {std::pair{1, Ringing::allowed},
                                            {3, Ringing::allowed},
                                            {4, Ringing::allowed},
                                            {1, Ringing::limited},
                                            {3, Ringing::limited},
                                            {4, Ringing::limited}})
      for (std::int32_t width = 0; width <= 200; ++width)
        for (const std::int32_t source : {width / 5 + 1, width + 1, 3 * width + 2}) {
          const auto step = static_cast<std::size_t>(channels);
          Weights weights;
          weights.taps = taps_multiple(channels);
          if (width > 0)
            weights = make_weights(source, width, 0, width, Kernel::spline36,
                                   taps_multiple(channels), ringing);
          const auto row =
              noise<std::int16_t>(static_cast<std::size_t>(row_margin + source) * step +
                                      row_slack(weights.taps, channels),
                                  static_cast<std::uint64_t>(width));
          std::vector<std::int16_t> out(static_cast<std::size_t>(width) * step), expected(out);
          filter_columns(weights, channels, row, out);
          reference::filter_columns(weights, channels, row, expected);
          ASSERT_EQ(out, expected) << channels << " channels, " << source << " to " << width;
        }
  });
}

TEST(RowFilters, FilterRowsEquallyOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width)
      for (const auto& [from, to] : {std::pair{9, 9}, {10, 23}, {40, 9}}) {
        const Weights weights = make_weights(from, to, 0, to, Kernel::spline36, 2);
        std::vector<std::vector<std::int16_t>> rows;
        std::vector<const std::int16_t*> pointers;
        for (std::int32_t k = 0; k < weights.taps; ++k) {
          rows.push_back(noise<std::int16_t>(width, width + static_cast<std::uint64_t>(k)));
          pointers.push_back(rows.back().data());
        }
        RowLimits limits;
        for (std::size_t k = 0; k < 4; ++k)
          limits.around[k] = pointers[k % pointers.size()];
        RowLimits with_lobe = limits;
        with_lobe.lobe = std::span(pointers).subspan(0, std::min<std::size_t>(3, pointers.size()));
        for (const RowLimits* given : {static_cast<const RowLimits*>(nullptr),
                                       &std::as_const(limits), &std::as_const(with_lobe)}) {
          std::vector<std::uint16_t> out(width), expected(width);
          filter_rows(pointers, weights.of(4), given, out);
          reference::filter_rows(pointers, weights.of(4), given, expected);
          ASSERT_EQ(out, expected);
        }
      }
  });
}

} // namespace
} // namespace platen::resample
