#include "colour/icc/light.h"

#include <algorithm>
#include <array>

namespace platen::colour {

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

} // namespace platen::colour
