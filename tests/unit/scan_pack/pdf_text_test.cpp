#include "scan/pack/pdf_text.h"
#include "scan/pack/utf16.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr PageShape page{1000, 500, gray8};

PageText one_line(std::vector<Word> words) {
  PageText text;
  text.lines.push_back({std::move(words)});
  return text;
}

Word word(std::string text, std::int32_t left, double slope = 0) {
  return {.text = std::move(text),
          .left = left,
          .top = 100,
          .width = 200,
          .height = 80,
          .baseline = 175,
          .slope = slope,
          .confidence = 90};
}

// Two letters of half an em at a size of 100 are as wide as 100: stretched to the box's 200.
TEST(PdfText, MakesAWordAsWideAsItsBoxAndPutsItOnItsBaseline) {
  glyphless::Codes codes;
  const std::string out = text_operators(one_line({word("ab", 50)}), page, 1.0, codes);
  EXPECT_THAT(out, HasSubstr("3 Tr"));
  EXPECT_THAT(out, HasSubstr("/T 100 Tf"));
  EXPECT_THAT(out, HasSubstr("200 Tz 1 0 0 1 50 325 Tm <00610062> Tj"));
}

TEST(PdfText, ScalesPixelsToUnits) {
  glyphless::Codes codes;
  const std::string out = text_operators(one_line({word("ab", 50)}), page, 0.24, codes);
  EXPECT_THAT(out, HasSubstr("/T 24 Tf"));
  EXPECT_THAT(out, HasSubstr("200 Tz 1 0 0 1 12 78 Tm"));
}

TEST(PdfText, PutsSpacesBetweenTheWordsOfALine) {
  glyphless::Codes codes;
  const std::string out =
      text_operators(one_line({word("a", 50), word("b", 300)}), page, 1.0, codes);
  EXPECT_THAT(out, HasSubstr("<00610020> Tj"));
  EXPECT_THAT(out, HasSubstr("<0062> Tj"));
}

// 3 down to 4 across is 5 along: the baseline falls to the right.
TEST(PdfText, FollowsASlopedLine) {
  glyphless::Codes codes;
  const std::string out = text_operators(one_line({word("ab", 50, 0.75)}), page, 1.0, codes);
  EXPECT_THAT(out, HasSubstr("250 Tz 0.8 -0.6 0.6 0.8 50 325 Tm"));
}

TEST(PdfText, BeginsAtTheRightWhereTheScriptDoes) {
  glyphless::Codes codes;
  const std::string out = text_operators(one_line({word("\u05D0\u05D1", 50)}), page, 1.0, codes);
  EXPECT_THAT(out, HasSubstr("-1 0 0 1 250 325 Tm <05D005D1> Tj"));
}

TEST(PdfText, LeavesOutWordsOfNothingThatMayBeWritten) {
  glyphless::Codes codes;
  EXPECT_THAT(text_operators(one_line({word("\uFEFF", 50)}), page, 1.0, codes),
              Not(HasSubstr("Tj")));
}

TEST(GlyphlessCodes, AreTheCharacterAndBeyondThemTheOnesOfSurrogates) {
  glyphless::Codes codes;
  EXPECT_EQ(codes.of(U'A'), "0041");
  EXPECT_EQ(codes.of(U'\U0001F600'), "D800");
  EXPECT_EQ(codes.of(U'\U00020000'), "D801");
  EXPECT_EQ(codes.of(U'\U0001F600'), "D800");
  const std::string cmap = glyphless::to_unicode(codes);
  EXPECT_THAT(cmap, HasSubstr("<D800> <D83DDE00>"));
  EXPECT_THAT(cmap, HasSubstr("<D801> <D840DC00>"));
}

TEST(GlyphlessCodes, RunOutIntoTheReplacementCharacter) {
  glyphless::Codes codes;
  for (char32_t i = 0; i < 2'048; ++i)
    EXPECT_EQ(codes.of(0x10000 + i), hex_of(static_cast<char16_t>(0xD800 + i)));
  EXPECT_EQ(codes.of(0x20000), "FFFD");
}

TEST(Utf16, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(utf16_hex("a\xFF\xE2\x82\xAC"), "0061FFFD20AC");
}

} // namespace
} // namespace platen::scan
