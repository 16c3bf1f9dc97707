#include "colour/icc/inspect.h"
#include "unit/icc/profiles.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::colour {
namespace {

using testing::HasSubstr;

std::string refusal(const Buffer& bytes) {
  const auto facts = inspect(bytes);
  return facts ? "it was taken" : facts.error().message();
}

// Where the profile's table of tags says that a tag lies (ICC.1, 7.3).
std::size_t offset_of(const Buffer& profile, std::string_view tag) {
  const auto found = as_text(profile).substr(128).find(tag);
  EXPECT_NE(found, std::string_view::npos);
  ByteReader in(Bytes(profile).subspan(128 + found + 4));
  return in.u32be().value_or(0);
}

TEST(Inspect, TellsWhatAPapersProfileIs) {
  const auto facts = inspect(test::paper_profile({.black = 20, .saturation = 0.6, .version = 4.3}));
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_EQ(facts->kind, "prtr");
  EXPECT_EQ(facts->space, "RGB");
  EXPECT_EQ(facts->connection, "Lab");
  EXPECT_EQ(facts->version, "4.3");
  EXPECT_TRUE(facts->table);
  EXPECT_NEAR(facts->white[0], 100, 0.2);
  EXPECT_NEAR(facts->black[0], 20, 0.3);
}

// sRGB's body in Lab is known: about 820,000 (without noise of the sampling, 8.2e5 to 8.4e5 by
// several authors). What is squeezed to 0.8 of the lightness and 0.5 of the chroma has 0.2 of it.
TEST(Inspect, MeasuresTheGamut) {
  const auto srgb = inspect(test::srgb_profile());
  ASSERT_TRUE(srgb) << srgb.error().message();
  EXPECT_NEAR(srgb->gamut_volume, 830'000, 20'000);
  EXPECT_FALSE(srgb->table);
  const auto paper =
      inspect(test::paper_profile({.black = 20, .saturation = 0.5, .gamma = 2.2, .grid = 33}));
  ASSERT_TRUE(paper) << paper.error().message();
  EXPECT_NEAR(paper->gamut_volume / srgb->gamut_volume, 0.8 * 0.5 * 0.5, 0.02);
}

TEST(Inspect, TakesADeviceLinkToRgb) {
  const auto facts = inspect(test::turning_link());
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_EQ(facts->kind, "link");
  EXPECT_EQ(facts->connection, "RGB");
}

TEST(Inspect, RefusesWhatIsNotAPrintersAndSaysWhy) {
  EXPECT_THAT(refusal(test::cmyk_profile()), HasSubstr("is for 'CMYK' samples"));
  EXPECT_THAT(refusal(test::gray_profile(2.2)), HasSubstr("is for 'GRAY' samples"));
  Buffer scanner = test::printer_profile();
  std::ranges::copy(as_bytes("scnr"), scanner.begin() + 12);
  EXPECT_THAT(refusal(scanner), HasSubstr("is of the class 'scnr'"));
  Buffer lit = test::printer_profile();
  std::ranges::copy(as_bytes(std::string_view("\0\0\xF3\x52", 4)), lit.begin() + 68); // D65's X
  EXPECT_THAT(refusal(lit), HasSubstr("not made for D50"));
  EXPECT_THAT(refusal(Buffer(200)), HasSubstr("cannot be read"));
  EXPECT_THAT(refusal(Buffer{}), HasSubstr("cannot be read"));
}

TEST(Inspect, RefusesABrokenTag) {
  for (const char* const tag : {"B2A0", "B2A1", "A2B0"}) {
    Buffer profile = test::paper_profile({});
    const std::size_t at = offset_of(profile, tag);
    ASSERT_LT(at, profile.size());
    std::ranges::copy(as_bytes("junk"), profile.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_THAT(refusal(profile), HasSubstr("has a broken tag '" + std::string(tag) + "'"));
  }
}

TEST(Inspect, RefusesOneThatIsCutShort) {
  const Buffer whole = test::paper_profile({});
  for (const std::size_t kept :
       {std::size_t{64}, std::size_t{127}, std::size_t{300}, whole.size() / 2})
    EXPECT_NE(refusal(Buffer(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept))),
              "it was taken")
        << kept;
}

} // namespace
} // namespace platen::colour
