#include "scan/clean/straighten.h"

#include "scan/clean/rows.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace platen::scan::cleaning {
namespace {

constexpr int phases = 64;
constexpr std::int32_t taps_before = taps / 2 - 1; // of those left of, or above, a place

// spline36 at x / 64 from its middle, in 1 / (209 * 64^3): its coefficients are whole 209ths.
constexpr std::int64_t spline36(std::int64_t x) {
  constexpr std::int64_t n = phases;
  const auto cubic = [](std::int64_t t, std::int64_t a, std::int64_t b, std::int64_t c,
                        std::int64_t d) {
    return ((a * t + b * n) * t + c * n * n) * t + d * n * n * n;
  };
  if (x < n) return cubic(x, 247, -453, -3, 209);
  if (x < 2 * n) return cubic(x - n, -114, 270, -156, 0);
  return cubic(x - 2 * n, 19, -45, 26, 0);
}

using Weights = std::array<std::int16_t, taps>;

// For each phase, rounded to nearest, and the middle tap corrected so that the sum is 1.
constexpr std::array<Weights, phases> make_weights() {
  std::array<Weights, phases> all{};
  for (int phase = 0; phase < phases; ++phase) {
    int sum = 0;
    for (int k = 0; k < taps; ++k) {
      const std::int64_t from = (k - taps_before) * phases - phase;
      const std::int64_t value = spline36(from < 0 ? -from : from) << weight_bits;
      constexpr std::int64_t one = std::int64_t{209} * phases * phases * phases;
      const std::int64_t rounded = (2 * value + (value < 0 ? -one : one)) / (2 * one);
      all[static_cast<std::size_t>(phase)][static_cast<std::size_t>(k)] =
          static_cast<std::int16_t>(rounded);
      sum += static_cast<int>(rounded);
    }
    auto& middle = all[static_cast<std::size_t>(phase)][taps_before + (phase > phases / 2 ? 1 : 0)];
    middle = static_cast<std::int16_t>(middle + (1 << weight_bits) - sum);
  }
  return all;
}
constexpr std::array<Weights, phases> weight_table = make_weights();

// A distance in 1/65536, to the nearest phase.
struct Place {
  std::int64_t whole;
  std::size_t phase;
};
Place to_place(std::int64_t distance) {
  const std::int64_t steps = (distance + slope_one / phases / 2) >> 10;
  return {steps >> 6, static_cast<std::size_t>(steps & (phases - 1))};
}
static_assert(slope_one / phases == 1 << 10 && phases == 1 << 6);

std::int64_t scaled(std::int64_t factor, std::int64_t length) {
  return (factor * length) >> 16;
}

class Straightener {
public:
  Straightener(const PageImage& page, Slope slope, const Frame& frame,
               const std::array<std::uint8_t, 3>& paper)
      : page_(page), turn_(to_turn(slope)), frame_(frame),
        channels_(static_cast<std::size_t>(page.shape().format.channels())), paper_(paper) {
    const std::int64_t half_width = page.shape().width * slope_one / 2;
    const std::int64_t half_height = page.height * slope_one / 2;
    source_x_ = half_width + scaled(turn_.cosine, frame.across) - scaled(turn_.sine, frame.down);
    source_y_ = half_height + scaled(turn_.sine, frame.across) + scaled(turn_.cosine, frame.down);
    const std::int64_t lean = std::abs(turn_.half_tangent) * frame.height / 2;
    columns_ = frame.width + 2 * static_cast<std::int32_t>((lean >> 16) + taps);
    plan_columns();
    const std::size_t samples = static_cast<std::size_t>(columns_) * channels_;
    padded_.resize(samples + (taps - 1) * channels_);
    blank_.resize(samples);
    for (std::size_t i = 0; i < samples; ++i)
      blank_[i] = static_cast<std::int16_t>(paper_[i % channels_] << sample_bits);
    ring_.resize(static_cast<std::size_t>(deepest_ - highest_) + 2 * taps);
    for (auto& row : ring_)
      row.resize(samples);
    mixed_.resize(samples);
    last_.resize(static_cast<std::size_t>(frame.width) * channels_);
  }

  PageImage run() {
    PageImage out({frame_.width, frame_.height, page_.shape().format}, page_.resolution);
    next_row_ = highest_ - taps_before;
    for (std::int32_t k = 0; k < frame_.height; ++k)
      make_row(k, out.band().samples<std::uint8_t>(k));
    return out;
  }

private:
  // Columns that are moved down by the same whole number of rows, side by side.
  struct Run {
    std::size_t first, count; // samples
    std::int64_t moved;
  };

  void plan_columns() {
    for (auto& weights : down_)
      weights.resize(static_cast<std::size_t>(columns_) * channels_);
    for (std::int32_t i = 0; i < columns_; ++i) {
      const std::int64_t from_middle = (2 * i + 1 - columns_) * slope_one / 2;
      const Place place =
          to_place(source_y_ - frame_.height * slope_one / 2 + scaled(turn_.sine, from_middle));
      const std::size_t first = static_cast<std::size_t>(i) * channels_;
      if (runs_.empty() || runs_.back().moved != place.whole)
        runs_.push_back({first, 0, place.whole});
      runs_.back().count += channels_;
      for (std::size_t k = 0; k < taps; ++k)
        std::fill_n(down_[k].begin() + static_cast<std::ptrdiff_t>(first), channels_,
                    weight_table[place.phase][k]);
    }
    const auto [least, most] = std::minmax(runs_.front().moved, runs_.back().moved);
    highest_ = least;
    deepest_ = most;
  }

  std::vector<std::int16_t>& ring_row(std::int64_t row) {
    return ring_[static_cast<std::size_t>(row - highest_ + taps_before) % ring_.size()];
  }

  // The first shear: a row of the scanned picture, moved along itself.
  void shear_source_row(std::int64_t row) {
    if (row < 0 || row >= page_.height) return;
    const std::int64_t from_middle = row * slope_one + slope_one / 2 - source_y_;
    const Place place =
        to_place(source_x_ - columns_ * slope_one / 2 - scaled(turn_.half_tangent, from_middle));
    // padded_[0] is the source's pixel `first`.
    const std::int64_t first = place.whole - taps_before;
    const std::int64_t length = columns_ + taps - 1;
    const std::int64_t begin = std::clamp<std::int64_t>(-first, 0, length);
    const std::int64_t end = std::clamp<std::int64_t>(page_.shape().width - first, begin, length);
    const auto at = [this](std::int64_t pixel) {
      return static_cast<std::size_t>(pixel) * channels_;
    };
    const auto fill = [&](std::int64_t from, std::int64_t to) {
      for (std::size_t i = at(from); i < at(to); ++i)
        padded_[i] = static_cast<std::int16_t>(paper_[i % channels_] << sample_bits);
    };
    fill(0, begin);
    if (begin < end)
      widen_row(page_.band()
                    .samples<const std::uint8_t>(static_cast<std::int32_t>(row))
                    .subspan(at(first + begin), at(end - begin)),
                std::span(padded_).subspan(at(begin)));
    fill(end, length);
    shift_row(padded_, channels_, weight_table[place.phase], ring_row(row));
  }

  // The second and the third.
  void make_row(std::int32_t k, std::span<std::uint8_t> out) {
    for (; next_row_ <= k + deepest_ + taps; ++next_row_)
      shear_source_row(next_row_);
    for (const Run& run : runs_) {
      std::array<const std::int16_t*, taps> rows{}, weights{};
      for (std::size_t t = 0; t < taps; ++t) {
        const std::int64_t row = k + run.moved - taps_before + static_cast<std::int64_t>(t);
        rows[t] = (row < 0 || row >= page_.height ? blank_ : ring_row(row)).data() + run.first;
        weights[t] = down_[t].data() + run.first;
      }
      mix_rows(rows, weights, std::span(mixed_).subspan(run.first, run.count));
    }
    const std::int64_t from_middle = (2 * k + 1 - frame_.height) * slope_one / 2;
    const Place place = to_place((columns_ - frame_.width) * slope_one / 2 -
                                 scaled(turn_.half_tangent, from_middle));
    const auto first = static_cast<std::size_t>(place.whole - taps_before) * channels_;
    shift_row(std::span(mixed_).subspan(first), channels_, weight_table[place.phase], last_);
    narrow_row(last_, out);
  }

  const PageImage& page_;
  Turn turn_;
  Frame frame_;
  std::size_t channels_;
  std::array<std::uint8_t, 3> paper_;
  std::int64_t source_x_ = 0, source_y_ = 0; // of the frame's middle, in 1/65536 pixel
  std::int32_t columns_ = 0;                 // between the shears
  std::vector<Run> runs_;
  std::array<std::vector<std::int16_t>, taps> down_; // weights of the second shear, for each sample
  std::int64_t highest_ = 0, deepest_ = 0, next_row_ = 0;
  std::vector<std::int16_t> padded_, blank_, mixed_, last_;
  std::vector<std::vector<std::int16_t>> ring_; // source rows behind the first shear
};

PageImage cut_out(const PageImage& page, const Frame& frame,
                  const std::array<std::uint8_t, 3>& paper) {
  const PageShape shape = page.shape();
  const auto channels = static_cast<std::size_t>(shape.format.channels());
  PageImage out({frame.width, frame.height, shape.format}, page.resolution);
  const auto first = [](std::int64_t middle, std::int32_t of_page, std::int32_t of_frame) {
    return (middle + (of_page - of_frame) * slope_one / 2 + slope_one / 2) >> 16;
  };
  const std::int64_t left = first(frame.across, shape.width, frame.width);
  const std::int64_t top = first(frame.down, shape.height, frame.height);
  for (std::int32_t y = 0; y < frame.height; ++y) {
    const auto row = out.band().samples<std::uint8_t>(y);
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = paper[i % channels];
    if (top + y < 0 || top + y >= shape.height) continue;
    const std::int64_t begin = std::clamp<std::int64_t>(-left, 0, frame.width);
    const std::int64_t end = std::clamp<std::int64_t>(shape.width - left, begin, frame.width);
    const auto from = page.band().samples<const std::uint8_t>(static_cast<std::int32_t>(top + y));
    std::copy_n(from.begin() + (left + begin) * static_cast<std::int64_t>(channels),
                (end - begin) * static_cast<std::int64_t>(channels),
                row.begin() + begin * static_cast<std::int64_t>(channels));
  }
  return out;
}

} // namespace

PageImage straightened(const PageImage& page, Slope slope, const Frame& frame,
                       const std::array<std::uint8_t, 3>& paper) {
  if (slope == 0) return cut_out(page, frame, paper);
  return Straightener(page, slope, frame, paper).run();
}

} // namespace platen::scan::cleaning
