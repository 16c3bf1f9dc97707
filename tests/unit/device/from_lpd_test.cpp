#include "device/from_lpd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What is understood of a line printer daemon's words (docs/protocols/lpd.md).
namespace platen::device {
namespace {

Condition condition_of(std::string_view text) {
  const Reading reading = from_lpd(text);
  return reading.condition.value_or(Condition{});
}

struct Case {
  std::string_view text;
  State state;
  std::string_view keyword; // of the one reason, with its severity; empty: none
};

TEST(FromLpd, TellsStateAndReasonOfWhatItKnows) {
  constexpr Case cases[] = {
      {"lp is ready\nno entries\n", State::idle, ""},
      {"lp is ready and printing\nRank    Owner   Job     File(s)      Total Size\n"
       "active  anna    12      letter.pdf   1024 bytes\n",
       State::processing, ""},
      {"Warning: lp is down: \n", State::stopped, "other-error"},
      {"lp is not ready\n", State::stopped, "other-error"},
      {"LP: PAPER JAM\r\nno entries\r\n", State::stopped, "media-jam-error"},
      {"lp: cover open\n", State::stopped, "cover-open-error"},
      {"lp is ready\nlp: load paper (A4)\n", State::stopped, "media-needed-error"},
      {"lp: no toner\n", State::stopped, "toner-empty-error"},
      {"lp is ready, toner low\n", State::idle, "toner-low-warning"},
      {"waiting for lp to become ready (offline ?)\n", State::stopped, "offline-error"},
      {"Rank   Owner  Job\nactive ben    3  a.txt\n", State::processing, ""},
      {"ben: active                     [job 003host]\n", State::processing, ""},
  };
  for (const Case& one : cases) {
    const Condition condition = condition_of(one.text);
    EXPECT_EQ(condition.state, one.state) << one.text;
    ASSERT_EQ(condition.reasons.size(), one.keyword.empty() ? 0U : 1U) << one.text;
    if (one.keyword.empty()) continue;
    EXPECT_EQ(keyword_of(condition.reasons[0]), one.keyword) << one.text;
  }
}

TEST(FromLpd, KeepsThePrintersOwnWords) {
  const Condition condition =
      condition_of("lp is ready\n  \nlp: Paper jam in duplex unit \x1b[7m\n");
  EXPECT_EQ(condition.message, "lp: Paper jam in duplex unit  [7m");
  EXPECT_EQ(condition.reasons.at(0).text, condition.message);
}

TEST(FromLpd, LeavesUnknownWhatItDoesNotUnderstand) {
  const Condition words = condition_of("Bereit. Energiesparmodus.\nno entries\n");
  EXPECT_EQ(words.state, State::unknown);
  EXPECT_TRUE(words.reasons.empty());
  EXPECT_EQ(words.message, "Bereit. Energiesparmodus.");
  EXPECT_EQ(condition_of("no entries\n").state, State::unknown);
  EXPECT_FALSE(from_lpd("").condition);
  EXPECT_FALSE(from_lpd("\n \r\n").condition);
}

// People name their documents as they like.
TEST(FromLpd, TakesNoDocumentForThePrinter) {
  for (const std::string_view text :
       {"lp is ready\nRank   Owner  Job  Files\n1st    eve    7  paper jam.pdf\n",
        "lp is ready\neve: 1st                   [job 007host]\n        paper jam, cover "
        "open.pdf\n"}) {
    const Condition condition = condition_of(text);
    EXPECT_EQ(condition.state, State::idle) << text;
    EXPECT_TRUE(condition.reasons.empty()) << text;
  }
}

TEST(FromLpd, BoundsWhatALiarSays) {
  const Condition condition =
      condition_of(std::string(60'000, 'x') + "\n" + std::string(5'000, '\n'));
  EXPECT_EQ(condition.message.size(), 255U);
}

} // namespace
} // namespace platen::device
