#include "halftone/thresholds.h"

#include "base/result.h"
#include "halftone/matrices.h"

#include <algorithm>
#include <array>

namespace platen::halftone {

namespace {

// The dot area for each 8-bit gray value from 0 up, so falling. A curve that falls where it should
// rise counts as level there.
std::array<std::int64_t, 256> areas_by_gray(ToneCurve curve) {
  EXPECTS(curve.empty() || curve.size() == 256);
  std::array<std::int64_t, 256> areas{};
  std::int64_t most = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    most = std::max(most, curve.empty() ? std::int64_t{257} * static_cast<std::int64_t>(i)
                                        : std::int64_t{curve[i]});
    areas[255 - i] = most;
  }
  return areas;
}

// 257 times the dot area for a 16-bit gray value, between two entries of the curve.
std::int64_t area(const std::array<std::int64_t, 256>& areas, std::int64_t gray16) {
  const auto i = static_cast<std::size_t>(gray16 / 257);
  const std::int64_t part = gray16 % 257;
  if (part == 0) return areas[i] * 257;
  return areas[i] * (257 - part) + areas[i + 1] * part;
}

// A rank gets ink where the area asked for covers at least the middle of its place: the mean over
// the matrix is then the area, rounded to the nearest level. More gray, less area: one step.
std::uint16_t threshold_of(const std::array<std::int64_t, 256>& areas, std::int64_t rank,
                           std::int64_t ranks) {
  const auto inked = [&](std::int64_t gray16) {
    return area(areas, gray16) * 2 * ranks > (2 * rank + 1) * 65535 * 257;
  };
  std::int64_t low = 1, high = 65535; // 0 is always ink, 65535 never
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    if (inked(middle))
      low = middle + 1;
    else
      high = middle;
  }
  return static_cast<std::uint16_t>(low);
}

Matrix matrix_of(ScreenKind kind) {
  if (kind == ScreenKind::clustered) return clustered_matrix();
  return kind == ScreenKind::clustered_fine ? clustered_fine_matrix() : blue_noise_matrix();
}

} // namespace

std::vector<std::uint16_t> make_areas(ToneCurve curve, bool in_16_bits) {
  const auto by_gray = areas_by_gray(curve);
  std::vector<std::uint16_t> areas;
  for (std::int64_t gray16 = 0; gray16 < 65536; gray16 += in_16_bits ? 1 : 257)
    areas.push_back(static_cast<std::uint16_t>((area(by_gray, gray16) + 128) / 257));
  return areas;
}

Thresholds16 make_thresholds16(ScreenKind kind, ToneCurve curve) {
  const auto areas = areas_by_gray(curve);
  const Matrix matrix = matrix_of(kind);
  const auto ranks = static_cast<std::int64_t>(matrix.ranks.size());
  Thresholds16 thresholds{matrix.side, std::vector<std::uint16_t>(matrix.ranks.size())};
  std::transform(matrix.ranks.begin(), matrix.ranks.end(), thresholds.values.begin(),
                 [&](std::uint16_t rank) { return threshold_of(areas, rank, ranks); });
  return thresholds;
}

} // namespace platen::halftone
