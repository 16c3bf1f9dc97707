#include "model/media_name.h"

#include <cups/cups.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::model {
namespace {

TEST(PwgName, IsReadWithItsSize) {
  const auto size = parse_pwg_name("na_monarch_3.875x7.5in");
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, Hmm{9842}); // 98.425 mm, cut as libcups cuts
  EXPECT_EQ(size->height, Hmm{19050});
}

TEST(PwgName, IsRefusedWhenItsSyntaxIsWrong) {
  for (const char* name : {"",
                           "_",
                           "__",
                           "a4",
                           "iso_a4",
                           "iso_a4_",
                           "iso_a4_210x297",
                           "iso_a4_210297mm",
                           "iso_a4_x297mm",
                           "iso_a4_210xmm",
                           "iso_a4_210x297cm",
                           "iso_a4_-210x297mm",
                           "iso_a4_0x297mm",
                           "iso_a4_210.x297mm",
                           "iso_a4_.5x297mm",
                           "iso_a4_2.1.0x297mm",
                           "iso__210x297mm",
                           "iso_A4_210x297mm",
                           "iso_a4_2100000x297mm",
                           "xyz_a4_210x297mm",
                           "iso_a 4_210x297mm",
                           "iso_a4_210x297mm "})
    EXPECT_FALSE(parse_pwg_name(name)) << name;
}

RC_GTEST_PROP(PwgName, MeansTheSameSizeToLibcups, ()) {
  const auto number = rc::gen::inRange(1, 40000);
  const bool inch = *rc::gen::arbitrary<bool>();
  const auto text = [&](int thousandths) {
    std::string digits = std::to_string(thousandths / 1000) + ".";
    const std::string rest = std::to_string(1000 + thousandths % 1000);
    return digits + rest.substr(1);
  };
  const int scale = inch ? 1 : 10;
  const std::string name = "custom_x_" + text(*number * scale + 1000) + "x" +
                           text(*number * scale + 1000) + (inch ? "in" : "mm");
  const auto ours = parse_pwg_name(name);
  const pwg_media_t* const theirs = pwgMediaForPWG(name.c_str());
  RC_ASSERT(ours.has_value());
  RC_ASSERT(theirs != nullptr);
  // libcups computes in binary floating point: it may lose the last hundredth of a millimetre.
  RC_ASSERT(std::abs(ours->width.v - theirs->width) <= 1);
  RC_ASSERT(std::abs(ours->height.v - theirs->length) <= 1);
}

TEST(CustomSize, IsNamedAsLibcupsNamesItInPortrait) {
  char keyword[128];
  for (const auto& [w, h] :
       {std::pair{10000, 15000}, std::pair{8900, 12750}, std::pair{5050, 12005}}) {
    pwgFormatSizeName(keyword, sizeof keyword, "custom", nullptr, w, h, "mm");
    EXPECT_EQ(custom_size({Hmm{w}, Hmm{h}}).name, keyword);
    EXPECT_EQ(custom_size({Hmm{h}, Hmm{w}}).name, keyword);
  }
}

TEST(ShortName, IsTheMiddlePart) {
  EXPECT_EQ(pwg_short_name("iso_a4_210x297mm"), "a4");
  EXPECT_EQ(pwg_short_name("nonsense"), "");
}

} // namespace
} // namespace platen::model
