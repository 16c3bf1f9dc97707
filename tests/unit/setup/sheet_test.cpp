#include "setup/questions.h"
#include "setup/sheet.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace platen::setup {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

TEST(TestSheet, IsAsLargeAsThePaperAndHasAPageForEachSide) {
  Sheet sheet;
  sheet.width = 21590;
  sheet.height = 27940;
  const std::string one = test_sheet(sheet);
  EXPECT_NE(one.find("/MediaBox[0 0 612.000 792.000 ]"), std::string::npos);
  EXPECT_EQ(count(one, "/Type/Page/"), 1U);
  sheet.two_sided = true;
  EXPECT_EQ(count(test_sheet(sheet), "/Type/Page/"), 2U);
}

TEST(TestSheet, ColoursAreForPrintersThatHaveThem) {
  Sheet sheet;
  EXPECT_EQ(count(test_sheet(sheet), "(magenta)"), 0U);
  sheet.color = true;
  EXPECT_EQ(count(test_sheet(sheet), "(magenta)"), 1U);
}

// What people and devices call things is text of the page, and nothing else.
TEST(TestSheet, NamesCannotBecomeCommands) {
  Sheet sheet;
  sheet.printer = "office";
  sheet.info = ") Tj ET 0 0 500 500 re f BT (\\ \n\r\x01 \xff\xfe \xe2\x82\xac";
  const std::string page = test_sheet(sheet);
  EXPECT_NE(page.find("\\) Tj ET 0 0 500 500 re f BT \\(\\\\"), std::string::npos);
  sheet.info.assign(100'000, '(');
  EXPECT_LT(test_sheet(sheet).size(), 40'000U);
}

TEST(TestSheet, GermanWordsAreInTheEncodingOfTheFont) {
  Sheet sheet;
  sheet.language = "de";
  sheet.two_sided = true;
  EXPECT_NE(test_sheet(sheet).find("(Die R\xfc"
                                   "ckseite der Testseite)"),
            std::string::npos);
}

TEST(Questions, AreThoseOfThePrinter) {
  const auto ids = [](const std::vector<Question>& all) {
    std::set<std::string_view> found;
    for (const Question& one : all)
      found.insert(one.id);
    return found;
  };
  EXPECT_FALSE(ids(questions_for(false, false)).contains("colours"));
  EXPECT_TRUE(ids(questions_for(true, false)).contains("colours"));
  EXPECT_FALSE(ids(questions_for(true, false)).contains("back"));
  EXPECT_TRUE(ids(questions_for(false, true)).contains("back"));
  EXPECT_EQ(ids(questions_for(true, true)).size(), all_questions().size());
  EXPECT_EQ(all_questions().front().id, "sheet"); // without one there is nothing to look at
}

TEST(Questions, FindAVendorsOptionAndNoOther) {
  EXPECT_TRUE(is_setting("canon-halftone", "halftone"));
  EXPECT_TRUE(is_setting("media", "media"));
  EXPECT_FALSE(is_setting("media-type", "media"));
  EXPECT_FALSE(is_setting("other-media", "media"));
  EXPECT_FALSE(is_setting("halftone-x", "halftone"));
}

} // namespace
} // namespace platen::setup
