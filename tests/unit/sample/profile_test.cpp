#include "base/file.h"
#include "icc.h"
#include "sample/chart/profile.h"

#include <string>

#include <gtest/gtest.h>

namespace platen::sample {
namespace {

std::string text_of(const Icc& profile, cmsInfoType which) {
  char words[200] = {};
  cmsGetProfileInfoASCII(profile.get(), which, "en", "US", words, sizeof words);
  return words;
}

TEST(Profile, IsTheSameBytesEachTime) {
  EXPECT_EQ(wide_rgb_profile().value(), wide_rgb_profile().value());
}

TEST(Profile, SaysWhatItIs) {
  const Icc profile = open_icc(wide_rgb_profile().value());
  ASSERT_TRUE(profile);
  EXPECT_EQ(text_of(profile, cmsInfoDescription), "platen wide RGB");
  EXPECT_EQ(cmsGetColorSpace(profile.get()), cmsSigRgbData);
  EXPECT_EQ(cmsGetDeviceClass(profile.get()), cmsSigDisplayClass);
  tm created{};
  ASSERT_TRUE(cmsGetHeaderCreationDateTime(profile.get(), &created));
  EXPECT_EQ(created.tm_year + 1900, 2026);
  EXPECT_EQ(created.tm_mon, 0);
  EXPECT_EQ(created.tm_mday, 1);
}

// Debian's icc-profiles-free holds a profile made by others for the same space.
TEST(Profile, MeansTheSameColoursAsAnotherMakersAdobeCompatibleProfile) {
  const auto others = read_file("/usr/share/color/icc/compatibleWithAdobeRGB1998.icc", 1 << 20);
  ASSERT_TRUE(others) << "install icc-profiles-free: " << others.error().message();
  const Transform ours_to_lab = to_lab(open_icc(wide_rgb_profile().value()));
  const Transform theirs_to_lab = to_lab(open_icc(*others));
  for (std::uint32_t r = 0; r <= 65535; r += 13107)
    for (std::uint32_t g = 0; g <= 65535; g += 13107)
      for (std::uint32_t b = 0; b <= 65535; b += 13107) {
        const Rgb16 colour{static_cast<std::uint16_t>(r), static_cast<std::uint16_t>(g),
                           static_cast<std::uint16_t>(b)};
        const cmsCIELab ours = lab_of(ours_to_lab, colour);
        const cmsCIELab theirs = lab_of(theirs_to_lab, colour);
        EXPECT_LT(cmsCIE2000DeltaE(&ours, &theirs, 1, 1, 1), 0.3) << r << ' ' << g << ' ' << b;
      }
}

} // namespace
} // namespace platen::sample
