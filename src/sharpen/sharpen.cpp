#include "sharpen/sharpen.h"

#include "sharpen/sharpen_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace platen::sharpen {

namespace {

constexpr std::int32_t most_reach = 48; // rows and columns to each side: 1 mm at 1200 dpi

// A sampled Gaussian whose weights sum to exactly 1.0; an even number of them, the last one 0.
std::vector<std::int16_t> gaussian(double deviation_px) {
  const auto reach =
      std::clamp(static_cast<std::int32_t>(std::ceil(3 * deviation_px)), 1, most_reach);
  const auto value = [&](std::int32_t k) {
    return std::exp(-0.5 * k * k / (deviation_px * deviation_px));
  };
  double total = 0;
  for (std::int32_t k = -reach; k <= reach; ++k)
    total += value(k);
  std::vector<std::int16_t> weights(2 * static_cast<std::size_t>(reach) + 2, 0);
  std::int32_t rest = 1 << weight_bits;
  for (std::int32_t k = 1; k <= reach; ++k) {
    const auto weight =
        static_cast<std::int16_t>(std::lround(value(k) / total * (1 << weight_bits)));
    weights[static_cast<std::size_t>(reach - k)] = weight;
    weights[static_cast<std::size_t>(reach + k)] = weight;
    rest -= 2 * weight;
  }
  weights[static_cast<std::size_t>(reach)] = static_cast<std::int16_t>(rest);
  return weights;
}

std::uint16_t part_of(double part, double one) {
  return static_cast<std::uint16_t>(std::lround(std::clamp(part * one, 0.0, 65535.0)));
}

// Rows blurred across, each computed when it is first asked for: row y in slot y mod slots. What a
// row holds depends only on its number, so none is ever stale.
class BlurredRows final : public pipeline::StageState {
public:
  BlurredRows(const std::vector<std::int16_t>& weights, std::size_t width)
      : weights_(weights), width_(width), reach_(weights.size() / 2 - 1), held_(weights.size(), -1),
        rows_(weights.size() * width), lightness_(width + 2 * reach_ + 2), shifted_(weights.size()),
        down_(weights.size()), mask_(width) {
    for (std::size_t k = 0; k < shifted_.size(); ++k)
      shifted_[k] = lightness_.data() + k;
  }

  // `row` is row y of the picture alone.
  const std::int16_t* get(std::int32_t y, std::span<const std::uint16_t> row,
                          std::int32_t channels) {
    const std::size_t slot = static_cast<std::size_t>(y) % held_.size();
    const std::span<std::int16_t> blurred(rows_.data() + slot * width_, width_);
    if (held_[slot] == y) return blurred.data();
    const std::span<std::int16_t> middle(lightness_.data() + reach_, width_);
    lightness_row(row, channels, middle);
    std::fill_n(lightness_.begin(), reach_, middle.front());
    std::fill(lightness_.begin() + static_cast<std::ptrdiff_t>(reach_ + width_), lightness_.end(),
              middle.back());
    weighted_sum(shifted_, weights_, blurred);
    held_[slot] = y;
    return blurred.data();
  }

  std::vector<const std::int16_t*>& down() { return down_; }
  std::span<std::int16_t> mask() { return mask_; }

private:
  const std::vector<std::int16_t>& weights_; // the stage's
  std::size_t width_, reach_;
  std::vector<std::int32_t> held_;
  std::vector<std::int16_t> rows_;
  std::vector<std::int16_t> lightness_; // of one row, its ends repeated on both sides
  std::vector<const std::int16_t*> shifted_, down_;
  std::vector<std::int16_t> mask_;
};

class Sharpen final : public pipeline::Stage {
public:
  Sharpen(PageShape page, const Area& area, Dpi resolution, const Strength& strength)
      : page_(page), channels_(page.format.channels()), left_(std::clamp(area.x, 0, page.width)),
        right_(std::clamp(area.x + area.width, left_, page.width)),
        top_(std::clamp(area.y, 0, page.height)),
        bottom_(std::clamp(area.y + area.height, top_, page.height)),
        weights_(gaussian(std::max(0.3, strength.radius_mm * resolution.v / 25.4))),
        reach_(static_cast<std::int32_t>(weights_.size()) / 2 - 1),
        gains_{part_of(strength.threshold, 65535), part_of(strength.amount, 32768),
               part_of(strength.most_lighter, 65535), part_of(strength.most_darker, 65535)} {
    if (left_ == right_) bottom_ = top_;
  }

  std::string_view name() const override { return "sharpen"; }
  PageShape input() const override { return page_; }
  PageShape output() const override { return page_; }

  RowRange input_rows(RowRange out) const override {
    const std::int32_t first = std::max(0, out.first - reach_);
    return {first, std::min(page_.height, out.end() + reach_) - first};
  }
  std::int32_t most_input_rows(std::int32_t count) const override { return count + 2 * reach_; }

  std::unique_ptr<pipeline::StageState> make_state(std::int32_t) const override {
    if (top_ == bottom_) return nullptr;
    return std::make_unique<BlurredRows>(weights_, static_cast<std::size_t>(right_ - left_));
  }

  Result<void> run(pipeline::StageState* state, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const auto from = in.row(y);
      if (y < top_ || y >= bottom_) {
        std::memcpy(out.row(y).data(), from.data(), from.size());
        continue;
      }
      fill_row(*static_cast<BlurredRows*>(state), in, y, out.samples<std::uint16_t>(y));
    }
    return {};
  }

private:
  std::size_t samples(std::int32_t pixels) const {
    return static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels_);
  }
  std::span<const std::uint16_t> picture_row(const ConstBand& in, std::int32_t y) const {
    return in.samples<std::uint16_t>(y).subspan(samples(left_), samples(right_ - left_));
  }

  void fill_row(BlurredRows& rows, const ConstBand& in, std::int32_t y,
                std::span<std::uint16_t> out) const {
    auto& down = rows.down();
    for (std::size_t k = 0; k < down.size(); ++k) {
      const std::int32_t wanted = y + static_cast<std::int32_t>(k) - reach_;
      // The last weight is 0, and any row will do.
      const std::int32_t row = std::clamp(std::min(wanted, y + reach_), top_, bottom_ - 1);
      down[k] = rows.get(row, picture_row(in, row), channels_);
    }
    weighted_sum(down, weights_, rows.mask());
    const auto from = in.samples<std::uint16_t>(y);
    const std::size_t left = samples(left_), right = samples(right_);
    std::copy_n(from.begin(), left, out.begin());
    std::copy(from.begin() + static_cast<std::ptrdiff_t>(right), from.end(),
              out.begin() + static_cast<std::ptrdiff_t>(right));
    sharpen_row(picture_row(in, y), channels_, rows.mask(), gains_,
                out.subspan(left, right - left));
  }

  PageShape page_;
  std::int32_t channels_;
  std::int32_t left_, right_, top_, bottom_; // of the picture on the page
  std::vector<std::int16_t> weights_;
  std::int32_t reach_; // rows and columns that the mask looks at on each side
  Gains gains_;
};

} // namespace

std::unique_ptr<pipeline::Stage> make_sharpen(PageShape page, const Area& area, Dpi resolution,
                                              const Strength& strength) {
  EXPECTS(page.format == gray16 || page.format == rgb16);
  return std::make_unique<Sharpen>(page, area, resolution, strength);
}

} // namespace platen::sharpen
