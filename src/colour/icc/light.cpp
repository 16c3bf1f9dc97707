#include "colour/icc/light.h"

#include <algorithm>
#include <cmath>

namespace platen::colour {
namespace {

bool is_table(const cmsToneCurve* curve) {
  return cmsGetToneCurveParametricType(curve) == 0;
}

} // namespace

const cmsToneCurve* light_curve(const Profile& profile, ColorModel model, std::size_t c) {
  static constexpr std::array<cmsTagSignature, 3> tags{cmsSigRedTRCTag, cmsSigGreenTRCTag,
                                                       cmsSigBlueTRCTag};
  return static_cast<const cmsToneCurve*>(
      cmsReadTag(profile.get(), model == ColorModel::gray ? cmsSigGrayTRCTag : tags.at(c)));
}

std::optional<std::vector<ToneCurve>> light_to_samples(const Profile& profile, ColorModel model) {
  std::vector<ToneCurve> curves;
  for (std::size_t c = 0; c < (model == ColorModel::gray ? 1 : 3); ++c) {
    const cmsToneCurve* curve = light_curve(profile, model, c);
    if (curve == nullptr) return std::nullopt;
    curves.emplace_back(cmsReverseToneCurve(curve));
    if (curves.back() == nullptr) return std::nullopt;
  }
  return curves;
}

double eval(const cmsToneCurve* curve, double v) {
  const double out = cmsEvalToneCurveFloat(curve, static_cast<float>(v));
  return out > 0.0 ? std::min(out, 1.0) : 0.0;
}

double eval_source(const cmsToneCurve* curve, double v) {
  if (!is_table(curve)) return eval(curve, v);
  const cmsUInt16Number* table = cmsGetToneCurveEstimatedTable(curve);
  const cmsUInt32Number last = cmsGetToneCurveEstimatedTableEntries(curve) - 1;
  const double at = v * last;
  const auto i = std::min(static_cast<cmsUInt32Number>(at), last == 0 ? 0 : last - 1);
  const double fraction = at - i;
  return (table[i] * (1.0 - fraction) + table[std::min(i + 1, last)] * fraction) / 65535.0;
}

std::optional<SourceCurves> source_curves(const Profile& profile) {
  SourceCurves curves{};
  for (std::size_t c = 0; c < 3; ++c) {
    curves[c] = light_curve(profile, ColorModel::rgb, c);
    if (curves[c] == nullptr) return std::nullopt;
  }
  return curves;
}

double light_tolerance(const SourceCurves& curves) {
  // A table's own entries are whole 65535ths: kinks between them are as small as their rounding.
  return std::ranges::any_of(curves, is_table) ? (1 << 30) / 65535.0 : 1 << 12;
}

std::optional<Matrix> colorants(const Profile& profile) {
  static constexpr std::array<cmsTagSignature, 3> tags{cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                                       cmsSigBlueColorantTag};
  Matrix m{};
  for (std::size_t column = 0; column < 3; ++column) {
    const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), tags.at(column)));
    if (xyz == nullptr) return std::nullopt;
    m[0][column] = xyz->X;
    m[1][column] = xyz->Y;
    m[2][column] = xyz->Z;
  }
  return m;
}

void settle_white_row(Vector& row) {
  const double sum = row[0] + row[1] + row[2];
  if (std::abs(sum - 1.0) < 0.001)
    for (double& v : row)
      v /= sum;
}

} // namespace platen::colour
