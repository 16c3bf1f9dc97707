#include "server/log.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::server {
namespace {

struct Lines {
  std::vector<std::string> all;
  Log::Write write() {
    return [this](std::string_view line) { all.emplace_back(line); };
  }
};

std::int64_t noon() {
  return 1'700'000'000;
}

TEST(Log, WritesTextThatNobodyCanForge) {
  Lines lines;
  Log log(LogLevel::info, LogFormat::text, noon, lines.write());
  log.line(LogLevel::warning, "job \n2026 error fake", {{"printer", "x\x1b[2J"}});
  EXPECT_THAT(lines.all, ::testing::ElementsAre("2023-11-14T22:13:20Z warning job  2026 error fake "
                                                "printer=\"x [2J\"\n"));
}

TEST(Log, KeepsItsLastLinesAndNoMore) {
  Lines lines;
  Log log(LogLevel::info, LogFormat::text, noon, lines.write());
  log.line(LogLevel::debug, "never written");
  for (int i = 0; i < 1'000; ++i)
    log.line(LogLevel::info, "line " + std::to_string(i));
  EXPECT_EQ(log.recent().find("line 499\n"), std::string::npos);
  EXPECT_NE(log.recent().find("line 500\n"), std::string::npos);
  EXPECT_TRUE(log.recent().ends_with("line 999\n"));
  for (int i = 0; i < 100; ++i)
    log.line(LogLevel::info, std::string(1 << 20, 'x'));
  EXPECT_LT(log.recent().size(), std::size_t{130} << 10);
  EXPECT_TRUE(log.recent().ends_with("x...\n"));
}

TEST(Log, AValueCannotPassForAnotherField) {
  Lines lines;
  Log log(LogLevel::info, LogFormat::text, noon, lines.write());
  log.line(LogLevel::info, "x", {{"path", "/a\" status=\"200\\"}});
  EXPECT_THAT(lines.all, ::testing::ElementsAre(
                             ::testing::EndsWith("x path=\"/a\\\" status=\\\"200\\\\\"\n")));
}

TEST(Log, WritesJsonWithItsFields) {
  Lines lines;
  Log log(LogLevel::info, LogFormat::json, noon, lines.write());
  log.line(LogLevel::error, "a \"b\"\n\xff", {{"job", "7"}});
  ASSERT_EQ(lines.all.size(), 1u);
  const auto line = nlohmann::json::parse(lines.all[0]);
  EXPECT_EQ(line["level"], "error");
  EXPECT_EQ(line["job"], "7");
  EXPECT_EQ(std::count(lines.all[0].begin(), lines.all[0].end(), '\n'), 1);
}

TEST(Log, KeepsQuietBelowItsLevelUntilThatChanges) {
  Lines lines;
  Log log(LogLevel::warning, LogFormat::text, noon, lines.write());
  const auto callback = log.callback("part");
  callback("info", "no");
  callback("error", "yes");
  log.set(LogLevel::debug, LogFormat::text);
  callback("debug", "now");
  EXPECT_THAT(lines.all, ::testing::ElementsAre(::testing::HasSubstr("yes part=\"part\""),
                                                ::testing::HasSubstr("now")));
}

} // namespace
} // namespace platen::server
