#include "worker/text_lines.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::worker {
namespace {

// All lines, each with its leading "#" where a page begins.
Result<std::vector<std::string>> lines_of(std::string_view text) {
  TextReader reader(as_bytes(text));
  std::vector<std::string> lines;
  for (TextLine line;;) {
    TRY(const bool more, reader.next(line));
    if (!more) return lines;
    lines.push_back((line.new_page ? "#" : "") + line.text);
  }
}
using Lines = std::vector<std::string>;

TEST(TextReader, EndsLinesAsAnySystemDoes) {
  EXPECT_EQ(lines_of("a\nb\r\nc\rd").value(), (Lines{"a", "b", "c", "d"}));
  EXPECT_EQ(lines_of("a\n\n\r\n\rb\n").value(), (Lines{"a", "", "", "", "b"}));
  EXPECT_EQ(lines_of("a\vb\v\vc").value(), (Lines{"a", "b", "", "c"}));
  EXPECT_EQ(lines_of("").value(), Lines{});
}

TEST(TextReader, TurnsThePageAtAFormFeed) {
  EXPECT_EQ(lines_of("a\fb\n\fc").value(), (Lines{"a", "#b", "", "#c"}));
  EXPECT_EQ(lines_of("a\f").value(), Lines{"a"}); // no empty page at the end
}

TEST(TextReader, ShowsControlCharactersWithoutObeyingThem) {
  EXPECT_EQ(lines_of("\x1b[1mx\ty\x7f\b\xc2\x85\xc2\xa9").value(),
            Lines{"^[[1mx\ty^?^H\xef\xbf\xbd\xc2\xa9"});
  EXPECT_EQ(lines_of("\xef\xbb\xbf"
                     "bom")
                .value(),
            Lines{"bom"});
}

TEST(TextReader, EndsWhereDosEndsAFile) {
  EXPECT_EQ(lines_of("a\r\nb\x1a").value(), (Lines{"a", "b"}));
  EXPECT_EQ(lines_of("a\r\n\x1a\x1a\x1a").value(), Lines{"a"});
  EXPECT_EQ(lines_of("a\x1a b").value(), Lines{"a^Z b"});
}

TEST(TextReader, NamesTheOffsetOfWhatIsNotUtf8) {
  for (const auto& [text, offset] :
       {std::pair{"ab\xff", 2u}, {"x\ny\xc3", 3u}, {"\xed\xa0\x80", 0u}}) {
    const auto lines = lines_of(text);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().code, Errc::malformed);
    EXPECT_EQ(lines.error().offset, offset);
  }
}

TEST(TextReader, CutsVeryLongLinesBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 10'000; ++i)
    text += "\xe2\x82\xac";
  const auto lines = lines_of(text);
  ASSERT_TRUE(lines) << lines.error().message();
  EXPECT_GT(lines->size(), 1u);
  std::string joined;
  for (const std::string& line : *lines)
    joined += line;
  EXPECT_EQ(joined, text);
}

TEST(TextReader, LosesNothingOfPlainLines) {
  EXPECT_TRUE(rc::check([](const std::vector<std::string>& input) {
    std::string text;
    Lines expected;
    for (const std::string& raw : input) {
      std::string line;
      for (const char c : raw)
        if (c >= ' ' && c < 0x7f) line += c;
      text += line + "\n";
      expected.push_back(line);
    }
    RC_ASSERT(lines_of(text).value() == expected);
  }));
}

} // namespace
} // namespace platen::worker
