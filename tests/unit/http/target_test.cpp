#include "http/target.h"

#include <gtest/gtest.h>

namespace platen::http {
namespace {

std::string path_of(std::string_view target, std::string_view method = "GET") {
  const auto parsed = parse_target(target, method);
  if (const auto* refusal = std::get_if<Refusal>(&parsed))
    return std::to_string(refusal->status) + " " + refusal->text;
  return std::get<Target>(parsed).path;
}

TEST(Target, TakesTheOriginForm) {
  EXPECT_EQ(path_of("/"), "/");
  EXPECT_EQ(path_of("/ipp/print/Office%20printer"), "/ipp/print/Office printer");
  EXPECT_EQ(path_of("/a/..b/c..d/..."), "/a/..b/c..d/...");
  EXPECT_EQ(path_of("/m%c3%bcller"), "/m\xc3\xbcller");
  EXPECT_EQ(path_of("//ipp"), "//ipp");
}

TEST(Target, KeepsTheQueryAsItIs) {
  const auto parsed = parse_target("/jobs?a=%2e%2e&b=?", "GET");
  ASSERT_TRUE(std::holds_alternative<Target>(parsed));
  EXPECT_EQ(std::get<Target>(parsed).path, "/jobs");
  EXPECT_EQ(std::get<Target>(parsed).query, "a=%2e%2e&b=?");
}

TEST(Target, TakesTheAbsoluteForm) {
  const auto parsed = parse_target("HTTP://localhost:8631?x", "GET");
  ASSERT_TRUE(std::holds_alternative<Target>(parsed));
  EXPECT_EQ(std::get<Target>(parsed).authority, "localhost:8631");
  EXPECT_EQ(std::get<Target>(parsed).path, "/");
  EXPECT_EQ(std::get<Target>(parsed).query, "x");
  EXPECT_EQ(path_of("ipp://localhost/ipp/print"), "/ipp/print");
}

TEST(Target, TakesTheAsteriskWithOptionsAlone) {
  EXPECT_EQ(path_of("*", "OPTIONS"), "*");
  EXPECT_TRUE(path_of("*", "GET").starts_with("400"));
}

TEST(Target, RefusesWhatCouldBeReadInTwoWays) {
  for (const char* target : {"ipp/print",
                             "ftp://localhost/",
                             "http:///x",
                             "/a/../b",
                             "/..",
                             "/a/%2e%2E/b",
                             "/a/.%2e/b",
                             "/a/./b",
                             "/a/.",
                             "/%",
                             "/%4",
                             "/%zz",
                             "/a%00b",
                             "/a%2fb",
                             "/a%5cb",
                             "/a\\b",
                             "/a#b",
                             "/%ff",
                             "/%c0%af",
                             "/%ed%a0%80",
                             "/%0d%0aX:y",
                             "/%7f",
                             "/%c2%85",
                             "/%f4%90%80%80",
                             "/%e2%82",
                             "",
                             "//localhost/../x"})
    EXPECT_TRUE(path_of(target).starts_with("400")) << target << " -> " << path_of(target);
}

} // namespace
} // namespace platen::http
