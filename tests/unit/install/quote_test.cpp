#include "install/quote.h"

#include <array>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::install {
namespace {

TEST(OneLine, HasNoEndOfLineAndNoControls) {
  EXPECT_EQ(one_line("a\nb\r\tc"), "a b  c");
  EXPECT_EQ(one_line("  a\x01 \x7f"), "a");
  EXPECT_EQ(one_line("Büro \u201e3\u201c"), "Büro \u201e3\u201c");
  EXPECT_EQ(one_line("x\u2028y\u0085z"), "x y z");
}

TEST(OneLine, CannotBeReadInAnotherDirection) {
  EXPECT_EQ(one_line("a\u202eb\u2066c"), "a b c");
}

TEST(OneLine, IsUtf8) {
  EXPECT_EQ(one_line("\xff"), "\uFFFD");
  EXPECT_EQ(one_line("\xc0\x80"), "\uFFFD\uFFFD");           // an overlong zero
  EXPECT_EQ(one_line("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD"); // half a pair
  EXPECT_EQ(one_line("\xf0\x9f\x96"), "\uFFFD\uFFFD\uFFFD"); // the beginning of one
  EXPECT_EQ(one_line("\xf0\x9f\x96\xa8"), "\xf0\x9f\x96\xa8");
}

TEST(ForPowershell, QuotesAreDoubled) {
  EXPECT_EQ(for_powershell("Ann's"), "'Ann''s'");
  EXPECT_EQ(for_powershell("$(rm) `x` \"y\""), "'$(rm) `x` \"y\"'");
  EXPECT_EQ(for_powershell(""), "''");
}

// PowerShell takes U+2018 to U+201B for quotes as well.
TEST(ForPowershell, TypographicQuotesAreDoubledToo) {
  EXPECT_EQ(for_powershell("a\u2019; rm \u2018b\u201a\u201b"),
            "'a\u2019\u2019; rm \u2018\u2018b\u201a\u201a\u201b\u201b'");
}

// What PowerShell's own tokenizer makes of a text in quotes: '' is one, any other ends it.
std::string read_by_powershell(std::string_view quoted) {
  const auto quote_at = [&](std::size_t at) -> std::size_t { // its length; 0: there is none
    if (quoted[at] == '\'') return 1;
    const std::string_view three = quoted.substr(at, 3);
    constexpr std::array<std::string_view, 4> typographic{"\u2018", "\u2019", "\u201a", "\u201b"};
    for (const std::string_view one : typographic)
      if (three == one) return 3;
    return 0;
  };
  std::string out;
  std::size_t at = quote_at(0);
  EXPECT_GT(at, 0u);
  while (at < quoted.size()) {
    const std::size_t length = quote_at(at);
    if (length == 0) {
      out += quoted[at++];
      continue;
    }
    if (at + length == quoted.size()) return out;
    const std::size_t next = quote_at(at + length);
    EXPECT_GT(next, 0u) << "the text ends before its end: " << quoted;
    if (next == 0) return out;
    out += quoted.substr(at, length);
    at += length + next;
  }
  ADD_FAILURE() << "no end: " << quoted;
  return out;
}

// The hostile ones, more often than chance has them.
std::string hostile() {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "'", "\"", "$", "`", "$(", ")", "\\", "\n", "\r\n", ";", "&", "|", "<", ">", "]]>", "--", " ",
      "\u2018", "\u2019", "\u201b", "\u202e", "\xff", "\xe2\x80", "a", "ü", "\xf0\x9f\x96\xa8", "*",
      "!", "#", "%", "{", "}", "@", "-", "~", "\0"));
  std::string all;
  for (const std::string& piece : pieces)
    all += piece;
  return all;
}

RC_GTEST_PROP(ForPowershell, WhateverItIsItStaysOneText, ()) {
  const std::string words = hostile();
  RC_ASSERT(read_by_powershell(for_powershell(words)) == one_line(words));
  RC_ASSERT(for_powershell(words).find_first_of("\r\n") == std::string::npos);
}

// What a real shell makes of it.
std::string read_by_shell(const std::string& word) {
  const std::string command = "printf %s " + word;
  std::FILE* const pipe = ::popen(command.c_str(), "r"); // sh -c
  std::string out;
  std::array<char, 256> part{};
  for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    out.append(part.data(), n);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return out;
}

TEST(ForShell, BareWhereNothingHasAMeaning) {
  EXPECT_EQ(for_shell("ipp://print.local:8631/ipp/print/ir1020"),
            "ipp://print.local:8631/ipp/print/ir1020");
  EXPECT_EQ(for_shell("ipp://[2001:db8::7]:8631/x"), "'ipp://[2001:db8::7]:8631/x'");
  EXPECT_EQ(for_shell("-x"), "'-x'");
  EXPECT_EQ(for_shell(""), "''");
}

TEST(ForShell, AShellReadsWhatWasWritten) {
  const std::array<std::string, 9> all{"Ann's", "$(touch x)", "`id`",           "a; b",       "a\\",
                                       "*",     "~",          "\"q\" 'r' \\'s", "-e ü \u2019"};
  for (const std::string& words : all)
    EXPECT_EQ(read_by_shell(for_shell(words)), words);
}

TEST(ForXml, IsTextAlone) {
  EXPECT_EQ(for_xml("<a href='x'>&]]>"), "&lt;a href='x'&gt;&amp;]]&gt;");
}

TEST(WindowsName, HasWhatWindowsTakes) {
  EXPECT_EQ(windows_name("Büro, 3. Stock \\\\x!"), "Büro 3. Stock x");
  EXPECT_EQ(windows_name(std::string(300, 'a')).size(), 200u);
  EXPECT_EQ(windows_name(" , "), "");
}

} // namespace
} // namespace platen::install
