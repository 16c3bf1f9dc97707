#include "unit/icc/profiles.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include <lcms2.h>

namespace platen::test {
namespace {

Buffer saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Buffer bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

cmsToneCurve* curve(double gamma) {
  const double srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return gamma > 0 ? cmsBuildGamma(nullptr, gamma) : cmsBuildParametricToneCurve(nullptr, 4, srgb);
}

using Vec3 = std::array<double, 3>;

double lab_f(double t) {
  return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}
double lab_g(double t) {
  return t > 6.0 / 29 ? t * t * t : (116 * t - 16) * 27 / 24389;
}

// Linear sRGB (D50) and Lab.
Vec3 to_lab(const Vec3& rgb) {
  const double x = 0.4360747 * rgb[0] + 0.3850649 * rgb[1] + 0.1430804 * rgb[2];
  const double y = 0.2225045 * rgb[0] + 0.7168786 * rgb[1] + 0.0606169 * rgb[2];
  const double z = 0.0139322 * rgb[0] + 0.0971045 * rgb[1] + 0.7141733 * rgb[2];
  const double fx = lab_f(x / 0.9642), fy = lab_f(y), fz = lab_f(z / 0.8249);
  return {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}
Vec3 from_lab(const Vec3& lab) {
  const double fy = (lab[0] + 16) / 116;
  const double x = 0.9642 * lab_g(fy + lab[1] / 500), y = lab_g(fy),
               z = 0.8249 * lab_g(fy - lab[2] / 200);
  return {3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
          -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
          0.0719453 * x - 0.2289914 * y + 1.4052427 * z};
}

constexpr double lab_scale[3] = {655.35, 257.0, 257.0},
                 lab_zero[3] = {0, 128, 128}; // ICC version 4
void put_lab(const Vec3& lab, cmsUInt16Number* out) {
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = static_cast<cmsUInt16Number>(
        std::clamp((lab[i] + lab_zero[i]) * lab_scale[i], 0.0, 65535.0));
}
Vec3 get_lab(const cmsUInt16Number* in) {
  Vec3 lab{};
  for (std::size_t i = 0; i < 3; ++i)
    lab[i] = in[i] / lab_scale[i] - lab_zero[i];
  return lab;
}

Vec3 printed(const Vec3& lab) {
  return {12 + lab[0] * 0.88, lab[1] * 0.7, lab[2] * 0.7};
}
Vec3 unprinted(const Vec3& lab) {
  return {(lab[0] - 12) / 0.88, lab[1] / 0.7, lab[2] / 0.7};
}

cmsInt32Number rgb_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
  Vec3 linear{};
  for (std::size_t i = 0; i < 3; ++i)
    linear[i] = std::pow(in[i] / 65535.0, 2.0);
  put_lab(printed(to_lab(linear)), out);
  return 1;
}
cmsInt32Number lab_to_rgb(const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
  const Vec3 linear = from_lab(unprinted(get_lab(in)));
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = static_cast<cmsUInt16Number>(
        std::lround(std::sqrt(std::clamp(linear[i], 0.0, 1.0)) * 65535));
  return 1;
}
cmsInt32Number cmyk_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
  Vec3 linear{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double ink = in[i] / 65535.0, black = in[3] / 65535.0;
    linear[i] = std::pow((1 - 0.9 * ink) * (1 - 0.95 * black), 1.7);
  }
  put_lab(printed(to_lab(linear)), out);
  return 1;
}
cmsInt32Number lab_to_cmyk(const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
  const Vec3 linear = from_lab(unprinted(get_lab(in)));
  for (std::size_t i = 0; i < 3; ++i) {
    const double v = std::pow(std::clamp(linear[i], 0.0, 1.0), 1 / 1.7);
    out[i] = static_cast<cmsUInt16Number>(std::lround(std::clamp((1 - v) / 0.9, 0.0, 1.0) * 65535));
  }
  out[3] = 0;
  return 1;
}

void write_table(cmsHPROFILE profile, cmsTagSignature tag, cmsUInt32Number grid, cmsUInt32Number in,
                 cmsUInt32Number out, cmsSAMPLER16 sampler, void* cargo = nullptr) {
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, in, out);
  cmsStage* clut = cmsStageAllocCLut16bit(nullptr, grid, in, out, nullptr);
  cmsStageSampleCLut16bit(clut, sampler, cargo, 0);
  cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, cmsStageAllocToneCurves(nullptr, in, nullptr));
  cmsPipelineInsertStage(pipeline, cmsAT_END, clut);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, out, nullptr));
  cmsWriteTag(profile, tag, pipeline);
  cmsPipelineFree(pipeline);
}

Buffer table_profile(cmsColorSpaceSignature space, cmsUInt32Number channels, cmsUInt32Number grid,
                     cmsSAMPLER16 forward, cmsSAMPLER16 back) {
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 4.3);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, space);
  cmsSetPCS(profile, cmsSigLabData);
  cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
  for (const cmsTagSignature tag : {cmsSigAToB0Tag, cmsSigAToB1Tag})
    write_table(profile, tag, grid, channels, 3, forward);
  for (const cmsTagSignature tag : {cmsSigBToA0Tag, cmsSigBToA1Tag})
    write_table(profile, tag, 33, 3, channels, back);
  return saved(profile);
}

// Lab as a table of the profile's version holds it.
struct LabCode {
  double scale[3], zero[3];
};
constexpr LabCode version4{{655.35, 257.0, 257.0}, {0, 128, 128}};
constexpr LabCode version2{{652.80, 256.0, 256.0}, {0, 128, 128}};

struct Paper {
  PaperLook look;
  LabCode code;
};

cmsInt32Number paper_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void* cargo) {
  const auto& [look, code] = *static_cast<const Paper*>(cargo);
  Vec3 linear{};
  for (std::size_t i = 0; i < 3; ++i)
    linear[i] = std::pow(in[i] / 65535.0, look.gamma);
  const Vec3 lab = to_lab(linear);
  const Vec3 seen{look.black + lab[0] * (100 - look.black) / 100, lab[1] * look.saturation,
                  lab[2] * look.saturation};
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = static_cast<cmsUInt16Number>(
        std::clamp((seen[i] + code.zero[i]) * code.scale[i], 0.0, 65535.0));
  return 1;
}
cmsInt32Number lab_to_paper(const cmsUInt16Number in[], cmsUInt16Number out[], void* cargo) {
  const auto& [look, code] = *static_cast<const Paper*>(cargo);
  Vec3 lab{};
  for (std::size_t i = 0; i < 3; ++i)
    lab[i] = in[i] / code.scale[i] - code.zero[i];
  const Vec3 linear = from_lab({(lab[0] - look.black) * 100 / (100 - look.black),
                                lab[1] / look.saturation, lab[2] / look.saturation});
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = static_cast<cmsUInt16Number>(
        std::lround(std::pow(std::clamp(linear[i], 0.0, 1.0), 1 / look.gamma) * 65535));
  return 1;
}

} // namespace

Buffer rgb_profile(double white_x, double white_y, const double (&p)[6], double gamma) {
  const cmsCIExyY white{white_x, white_y, 1};
  const cmsCIExyYTRIPLE primaries{{p[0], p[1], 1}, {p[2], p[3], 1}, {p[4], p[5], 1}};
  cmsToneCurve* c = curve(gamma);
  cmsToneCurve* curves[3] = {c, c, c};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(c);
  return saved(profile);
}
Buffer srgb_profile() {
  return saved(cmsCreate_sRGBProfile());
}
Buffer adobe_rgb_profile() {
  return rgb_profile(0.3127, 0.3290, {0.64, 0.33, 0.21, 0.71, 0.15, 0.06}, 563.0 / 256);
}
Buffer prophoto_profile() {
  return rgb_profile(0.3457, 0.3585, {0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001}, 1.8);
}
Buffer gray_profile(double gamma) {
  cmsToneCurve* c = curve(gamma);
  cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), c);
  cmsFreeToneCurve(c);
  return saved(profile);
}
Buffer printer_profile() {
  return table_profile(cmsSigRgbData, 3, 21, rgb_to_lab, lab_to_rgb);
}
Buffer paper_profile(const PaperLook& look) {
  Paper paper{look, look.version < 4 ? version2 : version4};
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, look.version);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, cmsSigRgbData);
  cmsSetPCS(profile, cmsSigLabData);
  cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
  for (const cmsTagSignature tag : {cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigAToB2Tag})
    write_table(profile, tag, look.grid, 3, 3, paper_to_lab, &paper);
  for (const cmsTagSignature tag : {cmsSigBToA0Tag, cmsSigBToA1Tag, cmsSigBToA2Tag})
    write_table(profile, tag, 33, 3, 3, lab_to_paper, &paper);
  return saved(profile);
}
Buffer turning_link() {
  cmsHPROFILE link = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(link, 4.3);
  cmsSetDeviceClass(link, cmsSigLinkClass);
  cmsSetColorSpace(link, cmsSigRgbData);
  cmsSetPCS(link, cmsSigRgbData);
  const auto turn = [](const cmsUInt16Number in[], cmsUInt16Number out[], void*) -> cmsInt32Number {
    for (std::size_t i = 0; i < 3; ++i)
      out[i] =
          static_cast<cmsUInt16Number>(std::lround(std::sqrt(in[(i + 1) % 3] / 65535.0) * 65535));
    return 1;
  };
  write_table(link, cmsSigAToB0Tag, 33, 3, 3, turn);
  return saved(link);
}
Buffer cmyk_profile() {
  return table_profile(cmsSigCmykData, 4, 11, cmyk_to_lab, lab_to_cmyk);
}

std::vector<NamedProfile> installed_profiles(const char* space) {
  std::vector<NamedProfile> found;
  std::error_code none;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("/usr/share/color/icc", none)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".icc" && extension != ".icm" && extension != ".ICM") continue;
    auto bytes = read_file(entry.path(), 1 << 22);
    if (!bytes || bytes->size() < 128) continue;
    const auto header = as_text(*bytes);
    const auto kind = header.substr(12, 4);
    if (header.substr(16, 4) != space || kind == "link" || kind == "abst" || kind == "nmcl")
      continue;
    found.push_back({entry.path().filename().string(), std::move(*bytes)});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

} // namespace platen::test
