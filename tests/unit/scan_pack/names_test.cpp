#include "base/utf8.h"
#include "scan/pack/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::scan {
namespace {

using testing::HasSubstr;

std::time_t local(int year, int month, int day, int hour, int minute, int second) {
  std::tm tm{};
  tm.tm_year = year - 1900;
  tm.tm_mon = month - 1;
  tm.tm_mday = day;
  tm.tm_hour = hour;
  tm.tm_min = minute;
  tm.tm_sec = second;
  tm.tm_isdst = -1;
  return ::mktime(&tm);
}

const NameFields fields{.time = local(2026, 3, 9, 7, 5, 1),
                        .recipe = "Invoices",
                        .user = "anna",
                        .scanner = "Hall",
                        .counter = 7};

std::string expanded(const std::string& pattern) {
  return expand_name(pattern, fields).value();
}

TEST(ScanName, HasEachField) {
  EXPECT_EQ(expanded("{date} {time}"), "2026-03-09 07-05-01");
  EXPECT_EQ(expanded("{year}{month}{day}"), "20260309");
  EXPECT_EQ(expanded("{recipe} of {user} at {scanner}, {counter}"),
            "Invoices of anna at Hall, 0007");
}

TEST(ScanName, CountsBeyondFourDigits) {
  NameFields many = fields;
  many.counter = 123456;
  EXPECT_EQ(expand_name("{counter}", many).value(), "123456");
}

TEST(ScanName, SaysWhichFieldsThereAre) {
  const auto wrong = expand_name("{dat}", fields);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Errc::invalid);
  EXPECT_THAT(wrong.error().what, HasSubstr("{dat}"));
  EXPECT_THAT(wrong.error().what, HasSubstr("{counter}"));
  EXPECT_EQ(expand_name("{date", fields).error().code, Errc::invalid);
  EXPECT_EQ(expand_name("{}", fields).error().code, Errc::invalid);
}

struct Unfit {
  const char* pattern;
  const char* name;
};

TEST(ScanName, IsOneThatEveryFileSystemTakes) {
  const Unfit cases[] = {{"", "scan"},
                         {" . ", "scan"},
                         {"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
                         {"..", "scan"},
                         {"../../etc/passwd", "_._.._etc_passwd"},
                         {".hidden", "_hidden"},
                         {"line\nbreak\x7F", "line_break_"},
                         {"con", "_con"},
                         {"Com1.pdf", "_Com1.pdf"},
                         {"console", "console"},
                         {"ends with dots...", "ends with dots"},
                         {"\xFF\xC3", "__"},
                         {"Größe €", "Größe €"}};
  for (const Unfit& one : cases)
    EXPECT_EQ(expanded(one.pattern), one.name) << one.pattern;
}

TEST(ScanName, TakesNothingFromAFieldThatLeadsElsewhere) {
  NameFields hostile = fields;
  hostile.user = "../../root";
  hostile.recipe = "{date}";
  EXPECT_EQ(expand_name("x{user}{recipe}", hostile).value(), "x.._.._root{date}");
}

RC_GTEST_PROP(ScanName, IsShortWholeAndNeverEmpty, (const std::string& text)) {
  std::string pattern;
  for (const char c : text)
    pattern += c == '{' ? 'x' : c;
  pattern += std::string(150, 'y') + "\xE2\x82\xAC\xE2\x82\xAC" + std::string(60, 'z');
  const std::string name = expand_name(pattern, fields).value();
  RC_ASSERT(!name.empty());
  RC_ASSERT(name.size() <= 200U);
  RC_ASSERT(valid_utf8_prefix(name) == name.size());
  RC_ASSERT(name.find('/') == std::string::npos);
}

} // namespace
} // namespace platen::scan
