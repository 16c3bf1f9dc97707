#include "colour/icc/profile.h"

#include "base/limits.h"

#include <array>

namespace platen::colour {
namespace {

cmsUInt32Number signature(ColorModel model) {
  switch (model) {
  case ColorModel::rgb:
    return cmsSigRgbData;
  case ColorModel::cmyk:
    return cmsSigCmykData;
  default:
    return cmsSigGrayData;
  }
}

bool describes_samples(cmsUInt32Number kind) {
  return kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigOutputClass ||
         kind == cmsSigColorSpaceClass;
}

ToneCurve srgb_curve(const LcmsContext& context) { // IEC 61966-2-1
  static constexpr std::array<double, 5> parameters{2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92,
                                                    0.04045};
  return ToneCurve(cmsBuildParametricToneCurve(context.get(), 4, parameters.data()));
}

} // namespace

cmsUInt32Number class_of(const Profile& profile) {
  return static_cast<cmsUInt32Number>(cmsGetDeviceClass(profile.get()));
}

cmsUInt32Number space_of(const Profile& profile) {
  return static_cast<cmsUInt32Number>(cmsGetColorSpace(profile.get()));
}

cmsUInt32Number connection_space_of(const Profile& profile) {
  return static_cast<cmsUInt32Number>(cmsGetPCS(profile.get()));
}

std::string signature_name(cmsUInt32Number signature) {
  std::string name;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto c = static_cast<char>((signature >> shift) & 0xff);
    name += c > ' ' && c < 0x7f ? c : ' ';
  }
  while (name.ends_with(' '))
    name.pop_back();
  return name;
}

LcmsContext::LcmsContext()
    : last_error_(std::make_unique<std::string>()),
      context_(cmsCreateContext(nullptr, last_error_.get())) {
  EXPECTS(context_ != nullptr);
  cmsSetLogErrorHandlerTHR(context_.get(), [](cmsContext self, cmsUInt32Number, const char* text) {
    *static_cast<std::string*>(cmsGetContextUserData(self)) = text;
  });
}

Result<Profile> open_profile(const LcmsContext& context, Bytes bytes, ColorModel model,
                             std::string_view whose, Errc code) {
  const std::string name = std::string(whose) + " colour profile";
  if (bytes.size() > limits::icc_profile_bytes)
    return fail(Errc::limit,
                name + " is larger than " + std::to_string(limits::icc_profile_bytes) + " bytes");
  Profile profile(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                           static_cast<cmsUInt32Number>(bytes.size())));
  if (!profile)
    return fail(code, name + " cannot be read" +
                          (context.last_error().empty() ? "" : " (" + context.last_error() + ")"));
  const cmsUInt32Number kind = class_of(profile);
  if (!describes_samples(kind))
    return fail(code, name + " is of the class '" + signature_name(kind) +
                          "', which describes no device");
  const cmsUInt32Number space = space_of(profile);
  if (space != signature(model))
    return fail(code, name + " is for '" + signature_name(space) + "' samples, not for '" +
                          signature_name(signature(model)) + "'");
  return profile;
}

bool is_device_link(Bytes profile) {
  constexpr std::size_t class_at = 12;
  return profile.size() > class_at + 4 && as_text(profile.subspan(class_at, 4)) == "link";
}

Result<Profile> open_link(const LcmsContext& context, Bytes bytes, ColorModel from, ColorModel to) {
  if (bytes.size() > limits::icc_profile_bytes)
    return fail(Errc::limit, "the DeviceLink is larger than " +
                                 std::to_string(limits::icc_profile_bytes) + " bytes");
  Profile link(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                        static_cast<cmsUInt32Number>(bytes.size())));
  if (!link) return fail(Errc::invalid, "the DeviceLink cannot be read");
  if (connection_space_of(link) != signature(to))
    return fail(Errc::invalid,
                "the DeviceLink gives '" + signature_name(connection_space_of(link)) +
                    "' samples, and the printer takes '" + signature_name(signature(to)) + "'");
  if (space_of(link) != signature(from))
    return fail(Errc::unsupported, "the DeviceLink takes '" + signature_name(space_of(link)) +
                                       "' samples, and the picture has '" +
                                       signature_name(signature(from)) + "'");
  return link;
}

Profile make_srgb(const LcmsContext& context) {
  return Profile(cmsCreate_sRGBProfileTHR(context.get()));
}

Profile make_adobe_rgb(const LcmsContext& context) { // Adobe RGB (1998) Color Image Encoding, 4.3
  static constexpr cmsCIExyY white{0.3127, 0.3290, 1.0};
  static constexpr cmsCIExyYTRIPLE primaries{
      {0.64, 0.33, 1.0}, {0.21, 0.71, 1.0}, {0.15, 0.06, 1.0}};
  const ToneCurve curve(cmsBuildGamma(context.get(), 563.0 / 256.0));
  const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
  return Profile(cmsCreateRGBProfileTHR(context.get(), &white, &primaries, curves.data()));
}

Profile make_srgb_gray(const LcmsContext& context) {
  return Profile(cmsCreateGrayProfileTHR(context.get(), cmsD50_xyY(), srgb_curve(context).get()));
}

std::string description(const Profile& profile) {
  std::array<char, 121> text{};
  cmsGetProfileInfoASCII(profile.get(), cmsInfoDescription, "en", "US", text.data(),
                         text.size() - 1);
  std::string out(text.data());
  for (char& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

} // namespace platen::colour
