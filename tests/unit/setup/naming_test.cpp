#include "setup/naming.h"

#include <gtest/gtest.h>

namespace platen::setup {
namespace {

TEST(ProposedName, IsThatOfTheModelThenOfThePlaceThenNumbered) {
  Device device;
  device.location = "Büro, 2nd floor!";
  EXPECT_EQ(proposed_name(device, "canon-pro-1000", {}), "pro-1000");
  EXPECT_EQ(proposed_name(device, "canon-pro-1000", {"PRO-1000"}), "pro-1000-b-ro-2nd-floor");
  EXPECT_EQ(proposed_name(device, "canon-pro-1000", {"pro-1000", "pro-1000-b-ro-2nd-floor"}),
            "pro-1000-b-ro-2nd-floor-2");
  EXPECT_EQ(proposed_name({}, "", {}), "printer");
}

TEST(ProposedName, IsLegalWhateverTheDeviceSays) {
  for (const char* const hostile : {"", "///", "../../etc", "\x1b[2J", "\xff\xfe", "%n%s", "名前",
                                    "a very long name that goes on and on and on and on and on"}) {
    Device device;
    device.make_and_model = hostile;
    EXPECT_FALSE(wrong_with_name(proposed_name(device, "", {}))) << hostile;
    EXPECT_FALSE(wrong_with_name(proposed_name(device, "", {proposed_name(device, "", {})})));
  }
}

TEST(WrongWithName, SaysWhat) {
  for (const char* const wrong : {"", "-a", "a b", "a/b", "..", "\xc3\xa4"})
    EXPECT_TRUE(wrong_with_name(wrong)) << wrong;
  EXPECT_TRUE(wrong_with_name(std::string(128, 'a')));
  EXPECT_FALSE(wrong_with_name("Office_2.b-c"));
}

TEST(PaperOf, IsLetterWherePeopleUseIt) {
  EXPECT_EQ(paper_of("", "", "en_US.UTF-8"), "na_letter_8.5x11in");
  EXPECT_EQ(paper_of("", "de_DE.UTF-8", "en_US.UTF-8"), "iso_a4_210x297mm");
  EXPECT_EQ(paper_of("fr_CA", "de_DE.UTF-8", ""), "na_letter_8.5x11in");
  EXPECT_EQ(paper_of("C", "", ""), "iso_a4_210x297mm");
}

} // namespace
} // namespace platen::setup
