#include "resample/resample.h"

#include "resample/row_filters.h"
#include "resample/weights.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace platen::resample {

namespace {

// The outputs of one axis that lie on the raster, and their weights.
struct Axis {
  std::int32_t first = 0; // raster coordinate of the first
  std::int32_t count = 0;
  Weights weights;
};

Axis make_axis(std::int32_t source, std::int32_t offset, std::int32_t size, std::int32_t raster,
               const Filter& filter, std::int32_t multiple) {
  const std::int64_t begin = std::clamp<std::int64_t>(offset, 0, raster);
  const std::int64_t end = std::clamp<std::int64_t>(std::int64_t{offset} + size, 0, raster);
  if (source == 0 || end <= begin) return {};
  const auto count = static_cast<std::int32_t>(end - begin);
  const auto skipped = static_cast<std::int32_t>(begin - offset);
  return {static_cast<std::int32_t>(begin), count,
          make_weights(source, size, skipped, count, filter.kernel, multiple, filter.ringing)};
}

// Source rows after the pass across, each computed when it is first asked for: `slots` of them, row
// y in slot y mod slots. What a row holds depends only on its number, so none is ever stale.
class AcrossRows final : public pipeline::StageState {
public:
  AcrossRows(std::int32_t slots, std::size_t row_samples, std::size_t source_samples,
             std::size_t margin, std::size_t slack)
      : stride_((row_samples + 31) / 32 * 32), held_(static_cast<std::size_t>(slots), -1),
        rows_(stride_ * held_.size()), margin_(margin), padded_(margin + source_samples + slack),
        row_samples_(row_samples), source_samples_(source_samples),
        pointers_(static_cast<std::size_t>(slots)) {}

  const std::int16_t* get(std::int32_t y, const ConstBand& in, const Axis& across) {
    const std::size_t slot = static_cast<std::size_t>(y) % held_.size();
    std::int16_t* row = rows_.data() + slot * stride_;
    if (held_[slot] != y) {
      fill_padded(in.samples<std::uint16_t>(y), in.format().channels());
      filter_columns(across.weights, in.format().channels(), padded_, {row, row_samples_});
      held_[slot] = y;
    }
    return row;
  }
  std::span<const std::int16_t*> pointers() { return pointers_; }

private:
  // The biased row, its first and its last pixel repeated beyond its ends.
  void fill_padded(std::span<const std::uint16_t> source, std::int32_t channels) {
    const auto step = static_cast<std::size_t>(channels);
    // Signed and unsigned views of one array of 16-bit numbers.
    auto* const first = reinterpret_cast<std::uint16_t*>(padded_.data()) + margin_;
    flip_bias(source, {first, source_samples_});
    std::uint16_t* const end = first + source_samples_;
    for (std::size_t i = 0; i < margin_; ++i) {
      end[i] = end[i % step - step];
      first[i - margin_] = first[i % step];
    }
  }

  std::size_t stride_;
  std::vector<std::int32_t> held_;
  std::vector<std::int16_t> rows_;
  std::size_t margin_; // samples before the first pixel of padded_
  std::vector<std::int16_t> padded_;
  std::size_t row_samples_, source_samples_;
  std::vector<const std::int16_t*> pointers_;
};

class Resample final : public pipeline::Stage {
public:
  Resample(PageShape source, const Destination& to, PageShape output, const Filter& filter)
      : source_(source), output_(output), channels_(source.format.channels()),
        across_(make_axis(source.width, to.x, to.width, output.width, filter,
                          taps_multiple(channels_))),
        down_(make_axis(source.height, to.y, to.height, output.height, filter, 2)) {
    if (across_.count == 0) down_ = {};
  }

  std::string_view name() const override { return "resample"; }
  PageShape input() const override { return source_; }
  PageShape output() const override { return output_; }

  RowRange input_rows(RowRange out) const override {
    const std::int32_t first = std::max(out.first, down_.first) - down_.first;
    const std::int32_t last = std::min(out.end(), down_.first + down_.count) - down_.first - 1;
    if (first <= last) {
      const std::int32_t begin = start(first);
      return {begin, end(last) - begin};
    }
    // White rows need nothing; those below the picture say so at the end of what the picture needs.
    if (out.first < down_.first || down_.count == 0) return {0, 0};
    return {end(down_.count - 1), 0};
  }

  std::int32_t most_input_rows(std::int32_t count) const override {
    std::int32_t most = 0;
    for (std::int32_t first = 0; first < down_.count; ++first) {
      const std::int32_t last = std::min(first + count, down_.count) - 1;
      most = std::max(most, end(last) - start(first));
    }
    return most;
  }

  std::unique_ptr<pipeline::StageState> make_state(std::int32_t) const override {
    if (down_.count == 0) return nullptr;
    return std::make_unique<AcrossRows>(down_.weights.taps, samples(across_.count),
                                        samples(source_.width), samples(row_margin),
                                        row_slack(across_.weights.taps, channels_));
  }

  Result<void> run(pipeline::StageState* state, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const auto row = out.samples<std::uint16_t>(y);
      if (y < down_.first || y >= down_.first + down_.count)
        fill_white(row);
      else
        fill_row(*static_cast<AcrossRows*>(state), in, y - down_.first, row);
    }
    return {};
  }

private:
  std::size_t samples(std::int32_t pixels) const {
    return static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels_);
  }
  std::int32_t start(std::int32_t i) const {
    return down_.weights.start[static_cast<std::size_t>(i)];
  }
  std::int32_t end(std::int32_t i) const {
    return std::min(start(i) + down_.weights.taps, source_.height);
  }

  void fill_white(std::span<std::uint16_t> row) const {
    const bool subtractive = output_.format.model == ColorModel::cmyk;
    std::fill(row.begin(), row.end(), subtractive ? std::uint16_t{0} : std::uint16_t{65535});
  }

  // Among the rows that output i is made of, which the filter's reach always includes.
  RowLimits row_limits(std::span<const std::int16_t* const> rows, std::size_t i) const {
    const Weights& weights = down_.weights;
    RowLimits limits;
    for (std::int32_t k = 0; k < 4; ++k) {
      const std::int32_t y = std::clamp(weights.bracket[i] + k - 1, 0, source_.height - 1);
      limits.around[static_cast<std::size_t>(k)] =
          rows[static_cast<std::size_t>(y - weights.start[i])];
    }
    if (weights.lobe_first.empty()) return limits;
    limits.lobe = rows.subspan(static_cast<std::size_t>(weights.lobe_first[i] - weights.start[i]),
                               static_cast<std::size_t>(weights.lobe_count[i]));
    return limits;
  }

  void fill_row(AcrossRows& rows, const ConstBand& in, std::int32_t i,
                std::span<std::uint16_t> out) const {
    const auto pointers = rows.pointers();
    for (std::size_t k = 0; k < pointers.size(); ++k) {
      // Beyond the last row the weights are 0, and any row will do.
      const std::int32_t y = std::min(start(i) + static_cast<std::int32_t>(k), source_.height - 1);
      pointers[k] = rows.get(y, in, across_);
    }
    const std::size_t left = samples(across_.first);
    const std::size_t middle = samples(across_.count);
    fill_white(out.first(left));
    RowLimits limits;
    const bool limited = down_.weights.limited();
    if (limited) limits = row_limits(pointers, static_cast<std::size_t>(i));
    filter_rows(pointers, down_.weights.of(static_cast<std::size_t>(i)),
                limited ? &limits : nullptr, out.subspan(left, middle));
    fill_white(out.subspan(left + middle));
  }

  PageShape source_, output_;
  std::int32_t channels_;
  Axis across_, down_;
};

} // namespace

std::unique_ptr<pipeline::Stage> make_resample(PageShape source, const Destination& destination,
                                               PageShape output, const Filter& filter) {
  EXPECTS(source.format == output.format && source.format.depth == Depth::bits16);
  const Destination visible{destination.x, destination.y, std::max(1, destination.width),
                            std::max(1, destination.height)};
  return std::make_unique<Resample>(source, visible, output, filter);
}

} // namespace platen::resample
