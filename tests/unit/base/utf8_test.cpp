#include "base/utf8.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace platen {
namespace {

std::string encoded(std::uint32_t code) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80 | (code >> shift & 0x3f));
  };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xe0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}

TEST(Utf8, TakesEveryCharacterAndNoOther) {
  for (std::uint32_t code = 0; code < 0x120000; ++code) {
    const std::string text = encoded(code);
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    const std::size_t length = surrogate || code > 0x10ffff ? 0 : text.size();
    ASSERT_EQ(utf8_character(text + "x"), length) << std::hex << code;
    if (text.size() > 1) {
      ASSERT_EQ(utf8_character(text.substr(0, text.size() - 1)), 0u) << std::hex << code;
      ASSERT_EQ(utf8_character(text.substr(0, text.size() - 1) + "x"), 0u) << std::hex << code;
    }
    if (length > 0) {
      ASSERT_EQ(is_utf8_control(text), code < 0x20 || (code >= 0x7f && code < 0xa0)) << code;
    }
  }
}

TEST(Utf8, TakesNoOverlongForm) {
  for (const char* text :
       {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf", "\xf8\x88\x80\x80\x80", "\x80", "\xbf", "\xfe", "\xff"})
    EXPECT_EQ(utf8_character(text), 0u);
}

TEST(Utf8, FindsWhereATextEnds) {
  EXPECT_EQ(valid_utf8_prefix(""), 0u);
  EXPECT_EQ(valid_utf8_prefix("Gr\xc3\xbc\xc3\x9f"
                              "e"),
            7u);
  EXPECT_EQ(valid_utf8_prefix("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 10u);
  EXPECT_EQ(valid_utf8_prefix("Gr\xc3"), 2u);
  EXPECT_EQ(valid_utf8_prefix("\xe2\x82"), 0u);
}

} // namespace
} // namespace platen
