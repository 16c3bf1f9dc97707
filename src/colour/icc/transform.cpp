#include "colour/icc/transform.h"

#include <algorithm>
#include <vector>

namespace platen::colour {
namespace {

constexpr cmsUInt32Number exactly = cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE;

LcmsIntent plain_intent(model::RenderingIntent intent) {
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

LcmsIntent lcms_intent(model::RenderingIntent intent, model::BlackPoint black_point) {
  LcmsIntent wish = plain_intent(intent);
  if (intent != model::RenderingIntent::absolute && black_point != model::BlackPoint::automatic)
    wish.flags = black_point == model::BlackPoint::on ? cmsFLAGS_BLACKPOINTCOMPENSATION : 0;
  return wish;
}

Result<Transform> Transform::created(const LcmsContext& context, cmsHTRANSFORM made,
                                     ColorModel from) {
  Transform transform;
  transform.transform_.reset(made);
  if (!made)
    return fail(Errc::malformed,
                "the colour profiles cannot be joined" + (context.last_error().empty()
                                                              ? std::string()
                                                              : " (" + context.last_error() + ")"));
  transform.inputs_ = static_cast<std::size_t>(PixelFormat{from, Depth::bits8}.channels());
  transform.outputs_ = 3;
  transform.input_scale_ = from == ColorModel::cmyk ? 100.0f : 1.0f;
  return transform;
}

Result<Transform> Transform::make(const LcmsContext& context, const Profile& source,
                                  ColorModel from, const Profile& target, ColorModel to,
                                  model::RenderingIntent intent, model::BlackPoint black_point) {
  EXPECTS(to == ColorModel::gray || to == ColorModel::rgb);
  const LcmsIntent wish = lcms_intent(intent, black_point);
  TRY(auto transform,
      created(context,
              cmsCreateTransformTHR(context.get(), source.get(), float_format(from), target.get(),
                                    float_format(to), wish.intent, wish.flags | exactly),
              from));
  transform.outputs_ = static_cast<std::size_t>(PixelFormat{to, Depth::bits8}.channels());
  return transform;
}

Result<Transform> Transform::make_link(const LcmsContext& context, const Profile& link,
                                       ColorModel from, ColorModel to) {
  // Its intent is the one that it was made with.
  TRY(auto transform,
      created(context,
              cmsCreateTransformTHR(context.get(), link.get(), float_format(from), nullptr,
                                    float_format(to), cmsGetHeaderRenderingIntent(link.get()),
                                    exactly),
              from));
  transform.outputs_ = static_cast<std::size_t>(PixelFormat{to, Depth::bits8}.channels());
  return transform;
}

Result<Transform> Transform::make_to_lab(const LcmsContext& context, const Profile& source,
                                         ColorModel from, model::RenderingIntent intent) {
  // Version 2: to one of version 4, lcms2 compensates for black on its own with some intents.
  const Profile lab(cmsCreateLab2ProfileTHR(context.get(), nullptr));
  TRY(auto transform,
      created(context,
              cmsCreateTransformTHR(context.get(), source.get(), float_format(from), lab.get(),
                                    TYPE_Lab_FLT, plain_intent(intent).intent, exactly),
              from));
  transform.clamped_ = false;
  return transform;
}

void Transform::run(std::span<const float> in, std::span<float> out) const {
  const std::size_t pixels = in.size() / inputs_;
  EXPECTS(in.size() == pixels * inputs_ && out.size() == pixels * outputs_);
  std::vector<float> scaled(in.begin(), in.end());
  for (float& v : scaled)
    v *= input_scale_;
  cmsDoTransform(transform_.get(), scaled.data(), out.data(), static_cast<cmsUInt32Number>(pixels));
  if (!clamped_) return;
  for (float& v : out)
    v = to_unit(v);
}

} // namespace platen::colour
