#include "colour/icc/inspect.h"

#include "base/limits.h"
#include "colour/icc/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace platen::colour {
namespace {

using Lab = std::array<double, 3>;
struct FreeTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using TransformHandle = std::unique_ptr<void, FreeTransform>;

constexpr double darkest_white = 50.0;  // L*: less is no paper
constexpr double d50_tolerance = 0.005; // ICC.1, 7.2.16 gives four digits

Failure wrong(std::string what) {
  return fail(Errc::invalid, "the colour profile " + std::move(what));
}

Failure broken(const LcmsContext& context, const std::string& what) {
  const std::string& why = context.last_error();
  return fail(Errc::malformed,
              "the colour profile " + what + (why.empty() ? "" : " (" + why + ")"));
}

// ICC.1, 7.2.2. The library leaves out the tags that lie beyond the end.
Result<void> check_size(Bytes bytes) {
  TRY(const std::uint32_t size, ByteReader(bytes).u32be());
  if (size <= bytes.size()) return {};
  return fail(Errc::malformed, "the colour profile is cut short: " + std::to_string(bytes.size()) +
                                   " of " + std::to_string(size) + " bytes are there");
}

// ICC.1, 7.2.16: the connection space's illuminant is D50.
Result<void> check_illuminant(Bytes bytes) {
  constexpr std::size_t at = 68;
  ByteReader in(bytes.subspan(at));
  const std::array<double, 3> d50{0.9642, 1.0, 0.8249};
  for (const double expected : d50) {
    TRY(const std::uint32_t raw, in.u32be());
    const double value = static_cast<std::int32_t>(raw) / 65536.0;
    if (std::abs(value - expected) > d50_tolerance)
      return wrong("is not made for D50, the light of all ICC profiles");
  }
  return {};
}

// Every tag that colours may go through can be read; the library would take another one, or none,
// in the place of one that it cannot read.
Result<void> check_tags(const LcmsContext& context, const Profile& profile) {
  constexpr auto tags = std::to_array<cmsTagSignature>({cmsSigAToB0Tag,
                                                        cmsSigAToB1Tag,
                                                        cmsSigAToB2Tag,
                                                        cmsSigBToA0Tag,
                                                        cmsSigBToA1Tag,
                                                        cmsSigBToA2Tag,
                                                        cmsSigDToB0Tag,
                                                        cmsSigDToB1Tag,
                                                        cmsSigDToB2Tag,
                                                        cmsSigDToB3Tag,
                                                        cmsSigBToD0Tag,
                                                        cmsSigBToD1Tag,
                                                        cmsSigBToD2Tag,
                                                        cmsSigBToD3Tag,
                                                        cmsSigRedColorantTag,
                                                        cmsSigGreenColorantTag,
                                                        cmsSigBlueColorantTag,
                                                        cmsSigRedTRCTag,
                                                        cmsSigGreenTRCTag,
                                                        cmsSigBlueTRCTag,
                                                        cmsSigGrayTRCTag,
                                                        cmsSigMediaWhitePointTag,
                                                        cmsSigChromaticAdaptationTag});
  for (const cmsTagSignature tag : tags)
    if (cmsIsTag(profile.get(), tag) && cmsReadTag(profile.get(), tag) == nullptr)
      return broken(context, "has a broken tag '" + signature_name(tag) + "'");
  return {};
}

Result<void> check_link(const LcmsContext& context, const Profile& link) {
  if (connection_space_of(link) != cmsSigRgbData)
    return wrong("is a DeviceLink to '" + signature_name(connection_space_of(link)) +
                 "', and the printer takes RGB");
  const cmsUInt32Number from = space_of(link);
  if (from != cmsSigRgbData && from != cmsSigGrayData && from != cmsSigCmykData)
    return wrong("is a DeviceLink from '" + signature_name(from) + "', which no picture here has");
  const cmsUInt32Number type = from == cmsSigRgbData    ? TYPE_RGB_FLT
                               : from == cmsSigCmykData ? TYPE_CMYK_FLT
                                                        : TYPE_GRAY_FLT;
  const TransformHandle made(cmsCreateTransformTHR(context.get(), link.get(), type, nullptr,
                                                   TYPE_RGB_FLT, INTENT_PERCEPTUAL, 0));
  if (!made) return broken(context, "is a DeviceLink that cannot be used");
  return {};
}

Result<void> check_device(const Profile& profile) {
  const cmsUInt32Number kind = class_of(profile);
  if (kind != cmsSigOutputClass && kind != cmsSigDisplayClass && kind != cmsSigColorSpaceClass)
    return wrong("is of the class '" + signature_name(kind) +
                 "': a printer's is of the class prtr (mntr, spac and link are taken, too)");
  const cmsUInt32Number space = space_of(profile);
  if (space != cmsSigRgbData)
    return wrong("is for '" + signature_name(space) +
                 "' samples: this printer is given RGB, and makes its inks of that itself");
  const cmsUInt32Number between = connection_space_of(profile);
  if (between != cmsSigLabData && between != cmsSigXYZData)
    return wrong("connects through '" + signature_name(between) + "', not Lab or XYZ");
  return {};
}

class Measured {
public:
  static Result<Measured> make(const LcmsContext& context, const Profile& profile) {
    Measured measured;
    const Profile lab(cmsCreateLab4ProfileTHR(context.get(), nullptr));
    const auto to_lab = [&](cmsUInt32Number intent) {
      return TransformHandle(cmsCreateTransformTHR(context.get(), profile.get(), TYPE_RGB_FLT,
                                                   lab.get(), TYPE_Lab_DBL, intent,
                                                   cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
    };
    measured.relative_ = to_lab(INTENT_RELATIVE_COLORIMETRIC);
    measured.absolute_ = to_lab(INTENT_ABSOLUTE_COLORIMETRIC);
    if (!measured.relative_ || !measured.absolute_)
      return broken(context, "cannot say which colours it prints");
    for (const auto intent :
         std::to_array<cmsUInt32Number>({INTENT_PERCEPTUAL, INTENT_RELATIVE_COLORIMETRIC,
                                         INTENT_SATURATION, INTENT_ABSOLUTE_COLORIMETRIC})) {
      const TransformHandle back(cmsCreateTransformTHR(context.get(), lab.get(), TYPE_Lab_DBL,
                                                       profile.get(), TYPE_RGB_FLT, intent, 0));
      if (!back)
        return broken(context, "cannot be printed with: it has no way from colours to RGB");
    }
    return measured;
  }

  Lab white() const { return run(absolute_, {1, 1, 1}); }
  Lab black() const {
    Lab darkest{200, 0, 0};
    for (const float v : {0.0f, 0.05f, 0.1f})
      if (const Lab lab = run(relative_, {v, v, v}); lab[0] < darkest[0]) darkest = lab;
    return darkest;
  }

  // Of the body that the six faces of the cube of samples enclose: the sum of the tetrahedra from
  // the middle of the neutral axis to each piece of them.
  double volume() const {
    double sum = 0;
    for (std::size_t face = 0; face < 6; ++face)
      sum += volume_under(face);
    return std::abs(sum);
  }

private:
  static constexpr std::size_t steps = 20;

  static Lab run(const TransformHandle& transform, std::array<float, 3> rgb) {
    Lab lab{};
    cmsDoTransform(transform.get(), rgb.data(), lab.data(), 1);
    for (double& v : lab)
      if (!std::isfinite(v)) v = 0;
    return lab;
  }

  Lab on_face(std::size_t face, std::size_t u, std::size_t v) const {
    std::array<float, 3> rgb{};
    const std::size_t axis = face / 2;
    const float a = static_cast<float>(u) / steps, b = static_cast<float>(v) / steps;
    rgb[axis] = static_cast<float>(face % 2);
    // The same turn seen from outside on both faces of an axis.
    rgb[(axis + 1) % 3] = face % 2 == 1 ? a : b;
    rgb[(axis + 2) % 3] = face % 2 == 1 ? b : a;
    return run(relative_, rgb);
  }

  static double tetrahedron(const Lab& a, const Lab& b, const Lab& c) {
    const Lab p{a[0] - 50, a[1], a[2]}, q{b[0] - 50, b[1], b[2]}, r{c[0] - 50, c[1], c[2]};
    return (p[0] * (q[1] * r[2] - q[2] * r[1]) - p[1] * (q[0] * r[2] - q[2] * r[0]) +
            p[2] * (q[0] * r[1] - q[1] * r[0])) /
           6.0;
  }

  double volume_under(std::size_t face) const {
    std::vector<Lab> points;
    for (std::size_t u = 0; u <= steps; ++u)
      for (std::size_t v = 0; v <= steps; ++v)
        points.push_back(on_face(face, u, v));
    double sum = 0;
    for (std::size_t u = 0; u < steps; ++u)
      for (std::size_t v = 0; v < steps; ++v) {
        const std::size_t i = u * (steps + 1) + v;
        sum += tetrahedron(points[i], points[i + steps + 1], points[i + steps + 2]);
        sum += tetrahedron(points[i], points[i + steps + 2], points[i + 1]);
      }
    return sum;
  }

  TransformHandle relative_, absolute_;
};

std::string version_text(const Profile& profile) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f", cmsGetProfileVersion(profile.get()));
  return text.data();
}

model::ProfileFacts header_facts(const Profile& profile) {
  model::ProfileFacts facts;
  facts.description = description(profile);
  facts.version = version_text(profile);
  facts.kind = signature_name(class_of(profile));
  facts.space = signature_name(space_of(profile));
  facts.connection = signature_name(connection_space_of(profile));
  return facts;
}

} // namespace

Result<model::ProfileFacts> inspect(Bytes bytes) {
  if (bytes.size() > limits::icc_profile_bytes)
    return fail(Errc::limit, "the colour profile is larger than " +
                                 std::to_string(limits::icc_profile_bytes) + " bytes");
  constexpr std::size_t header_bytes = 128;
  const LcmsContext context;
  const Profile profile(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                                 static_cast<cmsUInt32Number>(bytes.size())));
  if (!profile || bytes.size() < header_bytes) return broken(context, "cannot be read");
  TRY_VOID(check_size(bytes));
  model::ProfileFacts facts = header_facts(profile);
  if (class_of(profile) == cmsSigLinkClass) {
    TRY_VOID(check_tags(context, profile));
    TRY_VOID(check_link(context, profile));
    facts.table = true;
    return facts;
  }
  TRY_VOID(check_device(profile));
  TRY_VOID(check_illuminant(bytes));
  TRY_VOID(check_tags(context, profile));
  TRY(const Measured measured, Measured::make(context, profile));
  facts.table = cmsIsTag(profile.get(), cmsSigBToA0Tag) || cmsIsTag(profile.get(), cmsSigBToA1Tag);
  facts.white = measured.white();
  facts.black = measured.black();
  facts.gamut_volume = measured.volume();
  if (facts.white[0] < darkest_white)
    return wrong("says that the paper is darker than L* 50: it is not a printer's, or damaged");
  return facts;
}

} // namespace platen::colour
