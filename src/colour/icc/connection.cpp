#include "colour/icc/connection.h"

#include "colour/icc/transform.h"

#include <array>
#include <cmath>

namespace platen::colour {
namespace {

Triple relative_to_white(const cmsCIEXYZ& c) {
  const cmsCIEXYZ& white = *cmsD50_XYZ();
  return {c.X / white.X, c.Y / white.Y, c.Z / white.Z};
}

// A black point. ICC.1 gives the perceptual one, which is neutral, with so few digits that
// it would not be; grays would waver.
Triple black_point_of(const cmsCIEXYZ& c) {
  constexpr double digits = 2e-5;
  Triple black = relative_to_white(c);
  for (double& v : black)
    if (std::abs(v - black[1]) < digits) v = black[1];
  return black;
}

bool is_version_4(const Profile& profile) {
  return cmsGetEncodedICCversion(profile.get()) >= 0x4000000;
}

// The medium's white; displays of version 2 are seen by an eye that has adapted to theirs.
Triple medium_white(const Profile& profile) {
  const auto* tag =
      static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), cmsSigMediaWhitePointTag));
  const bool adapted = !is_version_4(profile) && class_of(profile) == cmsSigDisplayClass;
  return relative_to_white(tag == nullptr || adapted ? *cmsD50_XYZ() : *tag);
}

bool compensates(const Profile& target, const LcmsIntent& wish) {
  if (wish.intent == INTENT_ABSOLUTE_COLORIMETRIC) return false;
  // Version 4 has it always where the intent is free to place black (ICC.1, annex D).
  const bool free = wish.intent == INTENT_PERCEPTUAL || wish.intent == INTENT_SATURATION;
  return (wish.flags & cmsFLAGS_BLACKPOINTCOMPENSATION) != 0 || (free && is_version_4(target));
}

} // namespace

std::optional<Connection> find_connection(const Profile& source, const Profile& target,
                                          model::RenderingIntent intent,
                                          model::BlackPoint black_point) {
  const LcmsIntent wish = lcms_intent(intent, black_point);
  Connection found;
  if (wish.intent == INTENT_ABSOLUTE_COLORIMETRIC) {
    const Triple from = medium_white(source), to = medium_white(target);
    for (std::size_t i = 0; i < 3; ++i) {
      found.scale[i] = from[i] / to[i];
      if (!(found.scale[i] > 0.1 && found.scale[i] < 10.0)) return std::nullopt;
    }
  } else if (compensates(target, wish)) {
    cmsCIEXYZ darkest_in{}, darkest_out{};
    cmsDetectBlackPoint(&darkest_in, source.get(), wish.intent, 0);
    cmsDetectDestinationBlackPoint(&darkest_out, target.get(), wish.intent, 0);
    const Triple in = black_point_of(darkest_in), out = black_point_of(darkest_out);
    for (std::size_t i = 0; i < 3; ++i) {
      found.scale[i] = (1.0 - out[i]) / (1.0 - in[i]);
      found.offset[i] = 1.0 - found.scale[i]; // white stays
      if (!(std::abs(found.scale[i]) < 10.0)) return std::nullopt;
    }
  }
  return found;
}

} // namespace platen::colour
