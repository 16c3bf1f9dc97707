#include "json/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::json {
namespace {

template<class Any> class Fields : public ::testing::Test {
public:
  const Any said{{"text", "words"}, {"empty", ""},       {"list", {"one", 2, "three", nullptr}},
                 {"number", -7},    {"fraction", 1.5},   {"yes", true},
                 {"no", false},     {"nothing", nullptr}};
};
using Kinds = ::testing::Types<nlohmann::json, nlohmann::ordered_json>;
TYPED_TEST_SUITE(Fields, Kinds);

TYPED_TEST(Fields, AreReadAsTheyWereSaid) {
  EXPECT_EQ(text_in(this->said, "text"), "words");
  EXPECT_THAT(texts_in(this->said, "list"), testing::ElementsAre("one", "three"));
  EXPECT_EQ(list_in(this->said, "list").size(), 4U);
  EXPECT_EQ(number_in(this->said, "number"), -7);
  EXPECT_TRUE(flag_in(this->said, "yes"));
  EXPECT_FALSE(flag_in(this->said, "no", true));
}

TYPED_TEST(Fields, OfAnotherTypeAreAsIfUnsaid) {
  for (const char* name : {"empty", "list", "number", "fraction", "yes", "nothing", "missing"}) {
    const std::string asked = name;
    EXPECT_EQ(text_in(this->said, name), "") << name;
    EXPECT_EQ(list_in(this->said, name).empty(), asked != "list") << name;
    EXPECT_EQ(number_in(this->said, name), asked == "number" ? -7 : 0) << name;
    EXPECT_TRUE(flag_in(this->said, name, true)) << name;
  }
}

TYPED_TEST(Fields, OfWhatIsNoObjectAreUnsaid) {
  using Any = TypeParam;
  for (const Any& other : {Any(), Any(7), Any("text"), Any{"text", "words"}}) {
    EXPECT_EQ(text_in(other, "text"), "");
    EXPECT_TRUE(texts_in(other, "text").empty());
    EXPECT_TRUE(list_in(other, "text").is_array());
    EXPECT_EQ(number_in(other, "text"), 0);
    EXPECT_TRUE(flag_in(other, "text", true));
  }
}

} // namespace
} // namespace platen::json
