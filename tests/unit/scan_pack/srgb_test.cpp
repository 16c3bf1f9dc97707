#include "codec/gamma_profile.h"

#include <array>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::scan {
namespace {

struct Close {
  void operator()(void* profile) const { ::cmsCloseProfile(profile); }
};
struct Delete {
  void operator()(void* transform) const { ::cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, Close>;
using Transform = std::unique_ptr<void, Delete>;

Transform to_lab(const Profile& profile) {
  const Profile lab(::cmsCreateLab4Profile(nullptr));
  return Transform(::cmsCreateTransform(profile.get(), TYPE_RGB_DBL, lab.get(), TYPE_Lab_DBL,
                                        INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE));
}

TEST(OutputProfile, IsTheSrgbOfLittleCms) {
  const Buffer bytes = codec::make_srgb_profile().value();
  const Profile ours(
      ::cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
  const Profile theirs(::cmsCreate_sRGBProfile());
  ASSERT_TRUE(ours);
  EXPECT_EQ(::cmsGetDeviceClass(ours.get()), cmsSigDisplayClass);
  const Transform a = to_lab(ours), b = to_lab(theirs);
  double worst = 0;
  for (int i = 0; i < 17 * 17 * 17; ++i) {
    const std::array<double, 3> rgb{i % 17 / 16.0, i / 17 % 17 / 16.0, i / 289 / 16.0};
    cmsCIELab one{}, other{};
    ::cmsDoTransform(a.get(), rgb.data(), &one, 1);
    ::cmsDoTransform(b.get(), rgb.data(), &other, 1);
    worst = std::max(worst, ::cmsCIE2000DeltaE(&one, &other, 1, 1, 1));
  }
  EXPECT_LT(worst, 0.1);
}

} // namespace
} // namespace platen::scan
