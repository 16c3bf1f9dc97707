#include "halftone/screen.h"

#include "halftone/matrices.h"
#include "halftone/threshold_row.h"
#include "halftone/thresholds.h"

#include <algorithm>

namespace platen::halftone {

namespace {

std::vector<std::uint8_t> to_thresholds8(const std::vector<std::uint16_t>& thresholds16) {
  std::vector<std::uint8_t> thresholds(thresholds16.size());
  std::transform(thresholds16.begin(), thresholds16.end(), thresholds.begin(), to_threshold8);
  return thresholds;
}

template<class Sample> class Halftone final : public pipeline::Stage {
public:
  Halftone(PageShape input, std::vector<Sample> thresholds)
      : input_(input), thresholds_(std::move(thresholds)) {}

  std::string_view name() const override { return "halftone"; }
  PageShape input() const override { return input_; }
  PageShape output() const override { return {input_.width, input_.height, mask1}; }

  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const auto line = static_cast<std::size_t>(y) % matrix_side;
      const auto row = std::span(thresholds_).subspan(line * matrix_side, matrix_side);
      threshold_row(in.samples<Sample>(y), row, out.row(y));
    }
    return {};
  }

private:
  PageShape input_;
  std::vector<Sample> thresholds_;
};

} // namespace

Screen make_screen(ScreenKind kind, ToneCurve curve) {
  const auto side = static_cast<std::int32_t>(matrix_side);
  return {side, side, to_thresholds8(make_thresholds16(kind, curve))};
}

std::unique_ptr<pipeline::Stage> make_halftone(PageShape input, ScreenKind kind, ToneCurve curve) {
  EXPECTS(input.format == gray8 || input.format == gray16);
  std::vector<std::uint16_t> thresholds = make_thresholds16(kind, curve);
  if (input.format == gray16)
    return std::make_unique<Halftone<std::uint16_t>>(input, std::move(thresholds));
  return std::make_unique<Halftone<std::uint8_t>>(input, to_thresholds8(thresholds));
}

} // namespace platen::halftone
