#include "halftone/dither.h"

#include "halftone/dither_row.h"
#include "halftone/matrices.h"

#include <array>
#include <vector>

namespace platen::halftone {

namespace {

struct Offset {
  std::size_t x, y;
};
// Far apart on the torus, so that the channels' dots do not fall together and speckle gray.
constexpr std::array<Offset, 4> channel_offsets{{{0, 0}, {83, 37}, {41, 89}, {19, 61}}};

// Threshold row by row, sample by sample: as many rows as the matrix has, each x channels.
std::vector<std::uint16_t> blue_noise_thresholds(std::int32_t channels, Channels where) {
  const Matrix matrix = blue_noise_matrix();
  std::vector<std::uint16_t> thresholds;
  for (std::size_t y = 0; y < matrix.side; ++y)
    for (std::size_t x = 0; x < matrix.side; ++x)
      for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        const Offset& offset = channel_offsets[where == Channels::apart ? c : 0];
        const std::size_t column = (x + offset.x) % matrix.side;
        const std::size_t line = (y + offset.y) % matrix.side;
        // 257 thresholds, 0..256, each as often as the others: the part of them below r is r / 257.
        const std::size_t rank = matrix.ranks[line * matrix.side + column];
        thresholds.push_back(static_cast<std::uint16_t>(rank * 257 / matrix.ranks.size()));
      }
  return thresholds;
}

class Dither final : public pipeline::Stage {
public:
  Dither(std::string_view name, PageShape input, std::size_t rows,
         std::vector<std::uint16_t> thresholds)
      : name_(name), input_(input), rows_(rows), thresholds_(std::move(thresholds)) {}

  std::string_view name() const override { return name_; }
  PageShape input() const override { return input_; }
  PageShape output() const override {
    return {input_.width, input_.height, {input_.format.model, Depth::bits8}};
  }

  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    const std::size_t length = thresholds_.size() / rows_;
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      const std::size_t line = static_cast<std::size_t>(y) % rows_;
      dither_row(in.samples<std::uint16_t>(y),
                 std::span(thresholds_).subspan(line * length, length),
                 out.samples<std::uint8_t>(y));
    }
    return {};
  }

private:
  std::string_view name_;
  PageShape input_;
  std::size_t rows_;
  std::vector<std::uint16_t> thresholds_;
};

} // namespace

std::unique_ptr<pipeline::Stage> make_dither(PageShape input, Channels channels) {
  EXPECTS(input.format.depth == Depth::bits16);
  return std::make_unique<Dither>("dither", input, blue_noise_matrix().side,
                                  blue_noise_thresholds(input.format.channels(), channels));
}

std::unique_ptr<pipeline::Stage> make_narrow(PageShape input) {
  EXPECTS(input.format.depth == Depth::bits16);
  // One threshold in the middle of 0..256: up from 129 on, which is the nearest value.
  return std::make_unique<Dither>("narrow", input, 1, std::vector<std::uint16_t>(64, 128));
}

} // namespace platen::halftone
