#include "halftone/error_diffusion.h"

#include "halftone/matrices.h"
#include "halftone/thresholds.h"

#include <algorithm>
#include <utility>

namespace platen::halftone {

namespace {

constexpr std::int32_t solid = 65535;
// How far the threshold moves to both sides: a quarter of the way from paper to ink. The strongest
// line in the spectra of flat tones then stands 100 times above the mean (with an eighth 400 times,
// with a sixteenth 2,200, with a fixed threshold and rows in one direction 35,000).
constexpr std::int32_t swing = 16384;
constexpr std::int32_t rows_at_once = 32;

std::vector<std::int32_t> moved_thresholds(const Matrix& matrix) {
  const auto ranks = static_cast<std::int32_t>(matrix.ranks.size());
  std::vector<std::int32_t> thresholds(matrix.ranks.size());
  std::transform(
      matrix.ranks.begin(), matrix.ranks.end(), thresholds.begin(),
      [&](std::uint16_t rank) { return (solid + 1) / 2 + (2 * rank + 1 - ranks) * swing / ranks; });
  return thresholds;
}

bool all_white(std::span<const std::byte> gray) {
  return std::ranges::all_of(gray, [](std::byte b) { return b == std::byte{0xff}; });
}

} // namespace

ErrorDiffusion::ErrorDiffusion(PageShape input, ToneCurve curve)
    : input_(input), areas_(make_areas(curve, input.format == gray16)),
      thresholds_(moved_thresholds(blue_noise_matrix())), side_(blue_noise_matrix().side),
      here_(static_cast<std::size_t>(input.width) + 2), below_(here_.size()) {
  EXPECTS(input.format == gray8 || input.format == gray16);
  EXPECTS(side_ != 0 && (side_ & (side_ - 1)) == 0);
}

template<class Sample> void ErrorDiffusion::diffuse(const Sample* gray, std::byte* out) {
  const std::int32_t width = input_.width;
  const bool back = y_ % 2 != 0;
  const std::int32_t step = back ? -1 : 1;
  const std::size_t last = side_ - 1;
  const std::int32_t* const thresholds =
      thresholds_.data() + (static_cast<std::size_t>(y_) & last) * side_;
  const std::uint16_t* const areas = areas_.data();
  std::int32_t* const here = here_.data() + 1;
  std::int32_t* const below = below_.data() + 1;
  std::int32_t ahead = 0; // what the pixel before this one owes it
  for (std::int32_t i = 0, x = back ? width - 1 : 0; i < width; ++i, x += step) {
    const std::int32_t area = areas[gray[x]];
    const std::int32_t wanted = area + here[x] + ahead;
    const bool flat = area == 0 || area == solid;
    const bool ink = flat ? area != 0 : wanted > thresholds[static_cast<std::size_t>(x) & last];
    if (ink) out[x / 8] |= std::byte{0x80} >> (x % 8);
    const std::int32_t error = flat ? 0 : wanted - (ink ? solid : 0);
    // Rounded down, but for the last one, which has what is left: nothing is lost.
    const std::int32_t behind_below = error * 3 >> 4, right_below = error * 5 >> 4;
    const std::int32_t ahead_below = error >> 4;
    ahead = error - behind_below - right_below - ahead_below;
    below[x - step] += behind_below;
    below[x] += right_below;
    below[x + step] += ahead_below;
  }
}

void ErrorDiffusion::row(std::span<const std::byte> gray, std::span<std::byte> out) {
  std::ranges::fill(out, std::byte{0});
  if (all_white(gray)) { // most rows of an office page
    if (owing_) std::ranges::fill(here_, 0);
    owing_ = false;
    ++y_;
    return;
  }
  if (input_.format == gray16)
    diffuse(reinterpret_cast<const std::uint16_t*>(gray.data()), out.data());
  else
    diffuse(reinterpret_cast<const std::uint8_t*>(gray.data()), out.data());
  std::swap(here_, below_);
  std::ranges::fill(below_, 0);
  owing_ = true;
  ++y_;
}

DiffusedRows::DiffusedRows(PageShape input, ToneCurve curve, RowSink& to)
    : diffusion_(input, curve), to_(to), dots_(input.width, rows_at_once, mask1) {}

Result<void> DiffusedRows::write(ConstBand rows) {
  for (std::int32_t y = rows.rows().first; y < rows.rows().end(); y += rows_at_once) {
    const Band dots = dots_.band({y, std::min(rows_at_once, rows.rows().end() - y)});
    for (std::int32_t line = y; line < dots.rows().end(); ++line)
      diffusion_.row(rows.row(line), dots.row(line));
    TRY_VOID(to_.write(dots));
  }
  return {};
}

} // namespace platen::halftone
