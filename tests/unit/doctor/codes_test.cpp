#include "base/file.h"
#include "cases.h"
#include "doctor/codes.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::doctor {
namespace {

using testing::HasSubstr;

std::string all_words(const Finding& finding) {
  std::string words = finding.title + "\n" + finding.cause;
  for (const std::string& advice : finding.advice)
    words += "\n" + advice;
  return words;
}

class EachFault : public testing::TestWithParam<Case> {};

TEST_P(EachFault, IsFoundWithItsWordsAndItsRepair) {
  const Case& fault = GetParam();
  const Findings found = fault.look();
  const auto finding = std::find_if(found.begin(), found.end(), [&](const Finding& one) {
    return one.code == fault.code && one.subject == fault.subject;
  });
  ASSERT_NE(finding, found.end()) << "it is not found";
  const std::string words = all_words(*finding);
  for (const std::string& part : fault.says)
    EXPECT_THAT(words, HasSubstr(part));
  EXPECT_EQ(finding->has_fix, !fault.changes.empty());
  EXPECT_THAT(finding->fix.changes, HasSubstr(fault.changes));
  // Every "{name}" was given a value.
  EXPECT_EQ((words + finding->fix.title + finding->fix.changes).find('{'), std::string::npos)
      << words;
}

INSTANTIATE_TEST_SUITE_P(Doctor, EachFault, testing::ValuesIn(cases()), [](const auto& one) {
  std::string name = one.param.code + std::to_string(one.index);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// A code that nothing can bring about is none; neither is a fault without a test.
TEST(Codes, EveryCodeHasAFault) {
  std::set<std::string_view> tried;
  for (const Case& fault : cases())
    tried.insert(fault.code);
  for (const Code& code : codes())
    EXPECT_TRUE(tried.contains(code.name)) << code.name;
  EXPECT_EQ(tried.size(), codes().size());
}

TEST(Codes, AreToldApart) {
  std::set<std::string_view> names;
  for (const Code& code : codes()) {
    EXPECT_TRUE(names.insert(code.name).second) << code.name;
    EXPECT_FALSE(code.title.empty() || code.cause.empty()) << code.name;
    EXPECT_EQ(code.fix.empty(), code.changes.empty()) << code.name;
    EXPECT_TRUE(code.severity == Severity::good || !code.advice[0].empty()) << code.name;
  }
}

TEST(Codes, AreAllInTheDocumentation) {
  const auto file = read_file(PLATEN_DOCS "/doctor.md", 1 << 20);
  ASSERT_TRUE(file) << file.error().message();
  const std::string text(as_text(Bytes(*file)));
  for (const Code& code : codes())
    EXPECT_THAT(text, HasSubstr("| `" + std::string(code.name) + "` | " +
                                std::string(to_string(code.severity)) + " | " +
                                std::string(to_string(code.where)) + " |"));
  std::size_t rows = 0;
  for (std::size_t at = text.find("\n| `"); at != text.npos; at = text.find("\n| `", at + 1))
    ++rows;
  EXPECT_EQ(rows, codes().size()) << "docs/doctor.md names a code that there is not";
}

TEST(Findings, SurviveTheWire) {
  for (const Case& fault : cases())
    for (const Finding& finding : fault.look()) {
      const auto back = finding_from_json(to_json(finding));
      ASSERT_TRUE(back) << back.error().message();
      EXPECT_EQ(to_json(*back), to_json(finding));
    }
}

TEST(Findings, OfAStrangerAreChecked) {
  for (const char* json : {"1", "[]", "{}", R"({"code":"x"})", R"({"code":"x","severity":"mild"})",
                           R"({"code":7,"severity":"note"})"})
    EXPECT_FALSE(finding_from_json(nlohmann::json::parse(json))) << json;
  const auto odd = finding_from_json(nlohmann::json::parse(
      R"({"code":"x","severity":"note","advice":[1,"two"],"fix":[],"values":{"a":1,"b":"c"}})"));
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->advice, std::vector<std::string>{"two"});
  EXPECT_FALSE(odd->has_fix);
  EXPECT_EQ(odd->values, (Values{{"b", "c"}}));
}

TEST(Findings, ComeTheWorstFirst) {
  Findings all = {make_finding("server-answers", "a"), make_finding("job-failed", "b"),
                  make_finding("disk-full", "c"), make_finding("stale-socket", "d"),
                  make_finding("paper-jam", "e")};
  sort_by_severity(all);
  std::string order;
  for (const Finding& one : all)
    order += one.subject;
  EXPECT_EQ(order, "cedba");
}

} // namespace
} // namespace platen::doctor
