#include "colour/icc/transform.h"

#include <algorithm>
#include <vector>

namespace platen::colour {
namespace {

struct LcmsIntent {
  cmsUInt32Number intent;
  cmsUInt32Number flags;
};

LcmsIntent lcms_intent(model::RenderingIntent intent) {
  using enum model::RenderingIntent;
  switch (intent) {
  case perceptual:
    return {INTENT_PERCEPTUAL, 0};
  case saturation:
    return {INTENT_SATURATION, 0};
  case relative:
    return {INTENT_RELATIVE_COLORIMETRIC, 0};
  case absolute:
    return {INTENT_ABSOLUTE_COLORIMETRIC, 0};
  default:
    return {INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_BLACKPOINTCOMPENSATION};
  }
}

cmsUInt32Number float_format(ColorModel model) {
  switch (model) {
  case ColorModel::rgb:
    return TYPE_RGB_FLT;
  case ColorModel::cmyk:
    return TYPE_CMYK_FLT;
  default:
    return TYPE_GRAY_FLT;
  }
}

float to_unit(float v) {
  return v > 0.0f ? std::min(v, 1.0f) : 0.0f;
} // not a number: 0

} // namespace

Result<Transform> Transform::make(const LcmsContext& context, const Profile& source,
                                  ColorModel from, const Profile& target, ColorModel to,
                                  model::RenderingIntent intent) {
  EXPECTS(to == ColorModel::gray || to == ColorModel::rgb);
  const LcmsIntent wish = lcms_intent(intent);
  Transform transform;
  transform.transform_.reset(cmsCreateTransformTHR(
      context.get(), source.get(), float_format(from), target.get(), float_format(to), wish.intent,
      wish.flags | cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  if (!transform.transform_)
    return fail(Errc::malformed,
                "the colour profiles cannot be joined" + (context.last_error().empty()
                                                              ? std::string()
                                                              : " (" + context.last_error() + ")"));
  transform.inputs_ = static_cast<std::size_t>(PixelFormat{from, Depth::bits8}.channels());
  transform.outputs_ = static_cast<std::size_t>(PixelFormat{to, Depth::bits8}.channels());
  transform.input_scale_ = from == ColorModel::cmyk ? 100.0f : 1.0f;
  return transform;
}

void Transform::run(std::span<const float> in, std::span<float> out) const {
  const std::size_t pixels = in.size() / inputs_;
  EXPECTS(in.size() == pixels * inputs_ && out.size() == pixels * outputs_);
  std::vector<float> scaled(in.begin(), in.end());
  for (float& v : scaled)
    v *= input_scale_;
  cmsDoTransform(transform_.get(), scaled.data(), out.data(), static_cast<cmsUInt32Number>(pixels));
  for (float& v : out)
    v = to_unit(v);
}

} // namespace platen::colour
