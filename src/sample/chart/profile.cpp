#include "sample/chart/profile.h"

#include "sample/chart/colour.h"

#include <algorithm>
#include <array>
#include <memory>

#include <lcms2.h>

namespace platen::sample {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
struct FreeText {
  void operator()(cmsMLU* text) const { cmsMLUfree(text); }
};

Failure not_made() {
  return fail(Errc::bug, "lcms2 cannot make the profile of platen wide RGB");
}

Result<Profile> adobe_compatible_profile() {
  constexpr cmsCIExyY d65 = {0.3127, 0.3290, 1};
  constexpr cmsCIExyYTRIPLE primaries = {
      {0.6400, 0.3300, 1}, {0.2100, 0.7100, 1}, {0.1500, 0.0600, 1}};
  const std::unique_ptr<cmsToneCurve, FreeCurve> curve(cmsBuildGamma(nullptr, wide_gamma));
  if (!curve) return not_made();
  const std::array<cmsToneCurve*, 3> curves = {curve.get(), curve.get(), curve.get()};
  Profile profile(cmsCreateRGBProfile(&d65, &primaries, curves.data()));
  if (!profile) return not_made();
  cmsSetProfileVersion(profile.get(), 2.4); // every reader of PNG knows version 2
  return profile;
}

bool write_text(const Profile& profile, cmsTagSignature tag, const char* words) {
  const std::unique_ptr<cmsMLU, FreeText> text(cmsMLUalloc(nullptr, 1));
  return text && cmsMLUsetASCII(text.get(), "en", "US", words) &&
         cmsWriteTag(profile.get(), tag, text.get());
}

Result<Buffer> save(const Profile& profile) {
  cmsUInt32Number size = 0;
  if (!cmsSaveProfileToMem(profile.get(), nullptr, &size)) return not_made();
  Buffer bytes(size);
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) return not_made();
  return bytes;
}

// lcms2 stamps the present moment; without it the bytes are always the same, for version 2 profiles
// have no checksum of themselves. ICC.1:2010, 7.2.8: six 16-bit numbers at byte 24.
void fix_date(Buffer& bytes) {
  ByteWriter date;
  constexpr std::array<std::uint16_t, 6> new_year = {2026, 1, 1, 0, 0, 0};
  for (const std::uint16_t part : new_year)
    date.u16be(part);
  std::ranges::copy(date.buffer, bytes.begin() + 24);
}

} // namespace

Result<Buffer> wide_rgb_profile() {
  TRY(const auto profile, adobe_compatible_profile());
  if (!write_text(profile, cmsSigProfileDescriptionTag, "platen wide RGB") ||
      !write_text(profile, cmsSigCopyrightTag, "Copyright the platen authors; Apache-2.0"))
    return not_made();
  TRY(auto bytes, save(profile));
  fix_date(bytes);
  return bytes;
}

} // namespace platen::sample
