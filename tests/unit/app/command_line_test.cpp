#include "command_line.h"

#include <gtest/gtest.h>

namespace platen::app {
namespace {

const Command command{"try",
                      "Tries.",
                      "IN",
                      {{'o', "option", "NAME=VALUE", "a setting"},
                       {'q', "quiet", "", "say nothing"},
                       {0, "json", "", "as JSON"}},
                      "",
                      nullptr};

TEST(CommandLine, UnderstandsEveryFormOfAnOption) {
  const auto got = parse(
      command, {"-o", "a=1", "-ob=2", "--option", "c=3", "--option=d=4", "-q", "--json", "in"});
  ASSERT_TRUE(got);
  EXPECT_EQ(got->all("option"), (std::vector<std::string>{"a=1", "b=2", "c=3", "d=4"}));
  EXPECT_EQ(got->get("option"), "d=4");
  EXPECT_TRUE(got->has("quiet"));
  EXPECT_TRUE(got->has("json"));
  EXPECT_EQ(got->operands, std::vector<std::string>{"in"});
}

TEST(CommandLine, ALoneDashIsAnOperandAndTwoEndTheOptions) {
  const auto got = parse(command, {"-", "-q", "--", "-o", "--json"});
  ASSERT_TRUE(got);
  EXPECT_EQ(got->operands, (std::vector<std::string>{"-", "-o", "--json"}));
  EXPECT_FALSE(got->has("json"));
}

TEST(CommandLine, ClusteredSwitchesMayEndInAValue) {
  const auto got = parse(command, {"-qoa=1"});
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->has("quiet"));
  EXPECT_EQ(got->get("option"), "a=1");
}

TEST(CommandLine, WrongUseNamesTheWordAndTheLegalOnes) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"-x"}, {"--option"}, {"-o"}, {"--quiet=1"}, {"--jso"}}) {
    const auto got = parse(command, words);
    ASSERT_FALSE(got) << words[0];
    EXPECT_EQ(got.error().code, Errc::invalid);
  }
  EXPECT_NE(parse(command, {"--jso"}).error().what.find("--json"), std::string::npos);
}

TEST(CommandLine, HelpListsEveryOption) {
  const std::string text = help_text(command);
  for (const char* word :
       {"-o, --option NAME=VALUE", "-q, --quiet", "--json", "--help", "platen try"})
    EXPECT_NE(text.find(word), std::string::npos) << word;
}

} // namespace
} // namespace platen::app
