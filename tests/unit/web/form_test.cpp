#include "base/percent.h"
#include "web/form.h"

#include <gtest/gtest.h>

namespace platen::web {
namespace {

TEST(Form, FieldsAreDecoded) {
  const Form form = parse_form("user=ann+o%27neil&password=%26%3d%C3%A4&empty=&bare");
  EXPECT_EQ(value_of(form, "user"), "ann o'neil");
  EXPECT_EQ(value_of(form, "password"), "&=ä");
  EXPECT_EQ(value_of(form, "empty"), "");
  EXPECT_TRUE(form.contains("bare"));
  EXPECT_EQ(value_of(form, "other"), "");
}

TEST(Form, BrokenCodesStayAsTheyAre) {
  EXPECT_EQ(value_of(parse_form("a=%zz%4"), "a"), "%zz%4");
  EXPECT_TRUE(parse_form("").empty());
  EXPECT_EQ(parse_form("=x").size(), 1u);
}

TEST(Form, IsBounded) {
  std::string many;
  for (int i = 0; i < 1'000; ++i)
    many += "f" + std::to_string(i) + "=x&";
  EXPECT_LE(parse_form(many).size(), 100u);
}

TEST(PercentEncoded, IsItsOpposite) {
  const std::string name = "a b/../ä\"<>.pdf";
  EXPECT_EQ(value_of(parse_form("x=" + percent_encoded(name)), "x"), name);
  EXPECT_EQ(percent_encoded("a/b c"), "a%2Fb%20c");
}

} // namespace
} // namespace platen::web
