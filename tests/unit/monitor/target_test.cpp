#include "monitor/target/target.h"

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

TEST(Quiet, GoesOverMidnight) {
  const Quiet night{22 * 60, 7 * 60}, noon{12 * 60, 13 * 60};
  EXPECT_TRUE(is_quiet(night, 22 * 60));
  EXPECT_TRUE(is_quiet(night, 0));
  EXPECT_TRUE(is_quiet(night, 7 * 60 - 1));
  EXPECT_FALSE(is_quiet(night, 7 * 60));
  EXPECT_FALSE(is_quiet(night, 22 * 60 - 1));
  EXPECT_TRUE(is_quiet(noon, 12 * 60));
  EXPECT_FALSE(is_quiet(noon, 13 * 60));
  EXPECT_FALSE(is_quiet(noon, 0));
}

TEST(Target, IsAsItWasAfterARoundTrip) {
  const std::string json = R"({"kind": "mail", "address": "smtp://host", "user": "u", "from": "a@b",
    "to": ["c@d"], "events": ["jam"], "printers": ["p"], "quiet": {"from": "22:05", "to": "07:00"}})";
  const auto target = target_from_json("n", json);
  ASSERT_TRUE(target) << target.error().message();
  EXPECT_EQ(target->quiet, (Quiet{22 * 60 + 5, 7 * 60}));
  const auto again = target_from_json("n", to_json(*target));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(to_json(*again), to_json(*target));
}

TEST(Target, HearsOfWhatItWants) {
  const auto target = *target_from_json(
      "n",
      R"({"kind": "webhook", "address": "https://host/", "events": ["jam"], "printers": ["p"]})");
  Notice notice;
  notice.kind = "jam";
  notice.printer = "p";
  EXPECT_TRUE(target.wants(notice));
  notice.printer = "q";
  EXPECT_FALSE(target.wants(notice));
}

TEST(Target, MayBeOnThisMachineWhereItsHostIsNamed) {
  const auto target =
      *target_from_json("n", R"({"kind": "webhook", "address": "http://localhost:80/"})");
  EXPECT_FALSE(destination_of(target, {}, {}).inner);
  EXPECT_FALSE(destination_of(target, {}, {"127.0.0.1"}).inner);
  EXPECT_TRUE(destination_of(target, {}, {"localhost"}).inner);
}

TEST(Message, HasAllNoticesOfANight) {
  const auto target = *target_from_json("n", R"({"kind": "webhook", "address": "https://host/"})");
  Notice one, two;
  one.text = "p: paper jam";
  two.text = "p: line\nbreak";
  const Message message = message_of("id", target, {one, two});
  EXPECT_EQ(message.subject, "platen: p: paper jam (and 1 more)");
  EXPECT_NE(message.text.find("p: line break\n"), std::string::npos);
}

} // namespace
} // namespace platen::monitor
