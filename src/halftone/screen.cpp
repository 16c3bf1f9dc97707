#include "halftone/screen.h"

#include "halftone/threshold_row.h"
#include "halftone/thresholds.h"

#include <algorithm>
#include <numeric>

namespace platen::halftone {

namespace {

std::vector<std::uint8_t> to_thresholds8(const std::vector<std::uint16_t>& thresholds16) {
  std::vector<std::uint8_t> thresholds(thresholds16.size());
  std::transform(thresholds16.begin(), thresholds16.end(), thresholds.begin(), to_threshold8);
  return thresholds;
}

template<class Sample> class Halftone final : public pipeline::Stage {
public:
  // `rows` rows of thresholds, each as long as threshold_row() wants it.
  Halftone(PageShape input, std::size_t rows, std::vector<Sample> thresholds)
      : input_(input), rows_(rows), thresholds_(std::move(thresholds)) {}

  std::string_view name() const override { return "halftone"; }
  PageShape input() const override { return input_; }
  PageShape output() const override { return {input_.width, input_.height, mask1}; }

  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    const std::size_t length = thresholds_.size() / rows_;
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const auto line = static_cast<std::size_t>(y) % rows_;
      const auto row = std::span(thresholds_).subspan(line * length, length);
      threshold_row(in.samples<Sample>(y), row, out.row(y));
    }
    return {};
  }

private:
  PageShape input_;
  std::size_t rows_;
  std::vector<Sample> thresholds_;
};

// Each row of the tile as often as it takes to fill whole vectors (threshold_row.h).
template<class Sample>
std::vector<Sample> whole_vectors(const std::vector<Sample>& tile, std::size_t side) {
  const std::size_t times = std::lcm(side, std::size_t{64}) / side;
  std::vector<Sample> rows;
  rows.reserve(tile.size() * times);
  for (auto row = tile.begin(); row != tile.end(); row += static_cast<std::ptrdiff_t>(side))
    for (std::size_t i = 0; i < times; ++i)
      rows.insert(rows.end(), row, row + static_cast<std::ptrdiff_t>(side));
  return rows;
}

template<class Sample>
std::unique_ptr<pipeline::Stage> halftone(PageShape input, const std::vector<Sample>& tile,
                                          std::size_t side) {
  return std::make_unique<Halftone<Sample>>(input, side, whole_vectors(tile, side));
}

} // namespace

Screen make_screen(ScreenKind kind, ToneCurve curve) {
  const Thresholds16 thresholds = make_thresholds16(kind, curve);
  const auto side = static_cast<std::int32_t>(thresholds.side);
  return {side, side, to_thresholds8(thresholds.values)};
}

std::unique_ptr<pipeline::Stage> make_halftone(PageShape input, ScreenKind kind, ToneCurve curve) {
  EXPECTS(input.format == gray8 || input.format == gray16);
  const Thresholds16 thresholds = make_thresholds16(kind, curve);
  if (input.format == gray16) return halftone(input, thresholds.values, thresholds.side);
  return halftone(input, to_thresholds8(thresholds.values), thresholds.side);
}

} // namespace platen::halftone
