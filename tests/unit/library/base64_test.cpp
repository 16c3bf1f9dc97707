#include "library/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace platen::library {
namespace {

// RFC 4648 section 10.
constexpr std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};

TEST(Base64, IsThatOfItsStandard) {
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(bytes)), text);
    const auto back = from_base64(text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(as_text(*back), bytes);
  }
}

TEST(Base64, GivesEveryByteBack) {
  std::string bytes;
  for (int i = 0; i < 1'000; ++i)
    bytes += static_cast<char>(i * 7 + i / 256);
  for (std::size_t size = 990; size <= bytes.size(); ++size) {
    const auto back = from_base64(to_base64(as_bytes(std::string_view(bytes).substr(0, size))));
    ASSERT_TRUE(back);
    EXPECT_EQ(as_text(*back), std::string_view(bytes).substr(0, size));
  }
}

TEST(Base64, TakesNothingElse) {
  for (const std::string_view wrong : {"Z", "Zg", "Zg=", "Zg===", "=Zg=", "Z===", "Zh==", "Zm9=",
                                       "Zm9v\n", "Zm 9", "Zm-_", "===="})
    EXPECT_FALSE(from_base64(wrong)) << wrong;
}

} // namespace
} // namespace platen::library
