#include "device/from_pjl.h"
#include "encode/pclxl/device_status.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

std::optional<pjl::DeviceStatus> status_in(std::string text) {
  return pjl::take_status(text);
}

TEST(TakeStatus, ReadsAnAnswer) {
  const auto status =
      status_in("@PJL INFO STATUS\r\nCODE=40021\r\nDISPLAY=\"Close door\"\r\nONLINE=FALSE\r\n\f");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 40021);
  EXPECT_EQ(status->display, "Close door");
  EXPECT_EQ(status->online, false);
}

TEST(TakeStatus, WaitsForTheFormFeedAndKeepsTheRest) {
  std::string received = "@PJL INFO STATUS\r\nCODE=10001\r\n";
  EXPECT_FALSE(pjl::take_status(received));
  received += "ONLINE=TRUE\r\n\f@PJL USTATUS";
  EXPECT_TRUE(pjl::take_status(received));
  EXPECT_EQ(received, "@PJL USTATUS");
}

TEST(TakeStatus, TakesTheLastOfSeveralAndPassesOverOthers) {
  const auto status =
      status_in("@PJL INFO STATUS\r\nCODE=10001\r\n\f@PJL INFO ID\r\n\"X\"\r\n\f"
                "@PJL USTATUS DEVICE\r\nCODE=41001\r\n\f@PJL USTATUS JOB\r\nEND\r\n\f");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 41001);
}

TEST(TakeStatus, RefusesWhatHasNoCode) {
  for (const char* text :
       {"\f", "noise\f", "@PJL INFO STATUS\r\n\f", "@PJL INFO STATUS\r\nCODE=\r\n\f",
        "@PJL INFO STATUS\r\nCODE=-5\r\n\f", "@PJL INFO STATUS\r\nCODE=1x\r\n\f",
        "@PJL INFO STATUS\r\nCODE=99999999999\r\n\f"})
    EXPECT_FALSE(status_in(text)) << text;
}

TEST(FromPjl, NamesEachGroupOfCodes) {
  const auto said = [](int code, std::optional<bool> online = std::nullopt) {
    const Condition condition = *from_pjl({code, "", online}).condition;
    const std::string reason =
        condition.reasons.empty() ? "none" : keyword_of(condition.reasons.front());
    return std::pair(condition.state, reason);
  };
  using Said = std::pair<State, std::string>;
  EXPECT_EQ(said(10001, true), Said(State::idle, "none"));
  EXPECT_EQ(said(10023), Said(State::processing, "none"));
  EXPECT_EQ(said(10006), Said(State::idle, "toner-low-warning"));
  EXPECT_EQ(said(40021), Said(State::stopped, "cover-open-error"));
  EXPECT_EQ(said(40022), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(41123), Said(State::stopped, "media-needed-error"));
  EXPECT_EQ(said(43000), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(50000), Said(State::stopped, "other-error"));
  EXPECT_EQ(said(30016, false), Said(State::stopped, "interpreter-complex-page-encountered-error"));
  EXPECT_EQ(said(30017, false), Said(State::stopped, "interpreter-complex-page-encountered-error"));
  EXPECT_EQ(said(30018), Said(State::unknown, "other-warning"));
  EXPECT_EQ(said(35075), Said(State::unknown, "other-warning"));
  EXPECT_EQ(said(99999), Said(State::unknown, "none"));
  EXPECT_EQ(said(10001, false), Said(State::stopped, "offline-error"));
}

// What a printer says unasked while a job goes out is read by the language, what it answers in
// between by this channel: one trouble has one name.
TEST(FromPjl, AgreesWithWhatTheLanguageHears) {
  int compared = 0;
  for (int code = 10000; code < 60000; ++code) {
    std::string said = "@PJL USTATUS DEVICE\r\nCODE=" + std::to_string(code) +
                       "\r\nDISPLAY=\"x\"\r\nONLINE=TRUE\r\n\f";
    const auto heard = encode::pclxl::take_unsolicited(said);
    ASSERT_TRUE(heard && heard->words) << code;
    if (heard->words->reasons.empty()) continue;
    const auto reasons = from_pjl({code, "", true}).condition->reasons;
    ASSERT_EQ(reasons.size(), 1u) << code;
    EXPECT_EQ(reasons[0].keyword, without_severity(heard->words->reasons[0])) << code;
    ++compared;
  }
  EXPECT_GT(compared, 1000);
}

} // namespace
} // namespace platen::device
