#include "wire/lpd/control.h"

#include <gtest/gtest.h>

namespace platen::lpd {
namespace {

TEST(LpdControl, CountsCopiesAndKeepsTheOrder) {
  const auto control =
      parse_control("Hhost\nPada\nJThe "
                    "title\nfdfA001host\nfdfA001host\nUdfA001host\nNa.pdf\nldfB001host\r\nNb.pdf\n",
                    5);
  ASSERT_TRUE(control);
  EXPECT_EQ(control->host, "host");
  EXPECT_EQ(control->user, "ada");
  EXPECT_EQ(control->title, "The title");
  ASSERT_EQ(control->files.size(), 2U);
  EXPECT_EQ(control->files[0].name, "dfA001host");
  EXPECT_EQ(control->files[0].copies, 2);
  EXPECT_EQ(control->files[0].title, "a.pdf");
  EXPECT_EQ(control->files[1].name, "dfB001host");
  EXPECT_EQ(control->files[1].title, "b.pdf");
}

TEST(LpdControl, RefusesWhatPrintsNothingOrTooMuch) {
  EXPECT_FALSE(parse_control("", 5));
  EXPECT_FALSE(parse_control("Hhost\nPada\n", 5));
  EXPECT_FALSE(parse_control("f\n", 5));
  EXPECT_FALSE(parse_control("f" + std::string(300, 'x') + "\n", 5));
  EXPECT_FALSE(parse_control("fa\nfb\nfc\n", 2));
  std::string many;
  for (int i = 0; i < 1000; ++i)
    many += "fa\n";
  EXPECT_FALSE(parse_control(many, 5));
}

TEST(LpdControl, ReadsWhatIsAnnounced) {
  const auto huge = parse_announced("125899906843000 dfA001host");
  ASSERT_TRUE(huge);
  EXPECT_EQ(huge->bytes, 125'899'906'843'000U);
  EXPECT_EQ(huge->name, "dfA001host");
  for (const char* const wrong :
       {"", "1", "1 ", "x dfA", "-1 dfA", "1dfA", " 1 dfA", "99999999999999999999999 dfA"})
    EXPECT_FALSE(parse_announced(wrong)) << wrong;
}

} // namespace
} // namespace platen::lpd
