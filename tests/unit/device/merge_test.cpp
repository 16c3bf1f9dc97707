#include "device/merge.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

Reading with_reason(std::string keyword) {
  Reading reading;
  reading.condition = Condition{State::stopped, {{std::move(keyword), Severity::error, {}, 0}}, {}};
  return reading;
}

Reading with_ink(std::string code, Level level) {
  Reading reading;
  reading.supplies = {{"ink-cartridge", code, code, code, false, level}};
  return reading;
}

TEST(Reasons, ThatTheSessionToldAreNotToldAgain) {
  const Condition device{
      State::stopped,
      {{"media-jam", Severity::error, {}, 0}, {"toner-low", Severity::warning, {}, 0}},
      {}};
  std::vector<std::string> told{"media-jam", "cover-open-error"};
  add_reasons(told, device);
  add_reasons(told, {State::stopped, {{"door-open", Severity::error, {}, 0}}, {}}); // one trouble
  EXPECT_EQ(told, (std::vector<std::string>{"media-jam", "cover-open-error", "toner-low-warning"}));
}

TEST(Merge, HearsTheNextChannelWhereTheFirstDoesNotKnow) {
  Reading vague, jam = with_reason("media-jam");
  vague.condition = Condition{};
  const Heard first[] = {{"snmp", &vague, 10}};
  EXPECT_FALSE(complete(first));
  const Heard both[] = {{"snmp", &vague, 10}, {"pjl", &jam, 10}};
  EXPECT_EQ(merge(both, {}, 30).condition, merge({both + 1, 1}, {}, 30).condition);
  EXPECT_EQ(merge(both, {}, 30).condition.state, State::stopped);
}

TEST(Merge, KeepsWordsThatNobodyUnderstoodWhereNobodyKnows) {
  Reading words, vague, jam = with_reason("media-jam");
  vague.condition = Condition{};
  words.condition = Condition{State::unknown, {}, "Papierstau"};
  const Heard unknown[] = {{"snmp", &vague, 10}, {"lpd", &words, 10}};
  EXPECT_EQ(merge(unknown, {}, 30).condition.message, "Papierstau");
  EXPECT_EQ(merge(unknown, {}, 30).condition.state, State::unknown);
  const Heard known[] = {{"lpd", &words, 10}, {"snmp", &jam, 10}};
  EXPECT_EQ(merge(known, {}, 30).condition.message, "");
}

TEST(Merge, TakesEachGroupFromTheFirstChannelThatSpeaksOfIt) {
  const Reading first = with_ink("PM", Level::of_percent(40));
  Reading second = with_reason("media-jam");
  second.supplies = {{"ink-cartridge", "red", "R", "R", false, {}}};
  const Heard heard[] = {{"chmp", &first, 10}, {"snmp", &second, 20}};
  const Status status = merge(heard, {}, 30);
  EXPECT_EQ(status.condition.reasons.at(0).keyword, "media-jam");
  ASSERT_EQ(status.supplies.size(), 1u);
  EXPECT_EQ(status.supplies[0].code, "PM");
  EXPECT_EQ(status.channels, (std::vector<std::string>{"chmp", "snmp"}));
  EXPECT_EQ(status.read, 20);
}

TEST(Merge, FillsAnUnknownLevelFromALaterChannel) {
  const Reading first = with_ink("PM", {}), second = with_ink("PM", Level::of_percent(40));
  const Heard heard[] = {{"snmp", &first, 1}, {"chmp", &second, 1}};
  EXPECT_EQ(merge(heard, {}, 1).supplies.at(0).level, Level::of_percent(40));
}

TEST(Merge, KeepsWhenAReasonCame) {
  const Reading jam = with_reason("media-jam"), open = with_reason("cover-open");
  const Heard first[] = {{"snmp", &jam, 100}};
  const Status before = merge(first, {}, 100);
  EXPECT_EQ(before.condition.reasons.at(0).since, 100);
  EXPECT_EQ(merge(first, before, 200).condition.reasons.at(0).since, 100);
  const Heard other[] = {{"snmp", &open, 300}};
  EXPECT_EQ(merge(other, before, 300).condition.reasons.at(0).since, 300);
}

TEST(Merge, KnowsNothingWhereNobodySpeaks) {
  const Heard heard[] = {{"snmp", nullptr, 100}};
  const Status status = merge(heard, {}, 200);
  EXPECT_EQ(status.condition.state, State::unknown);
  EXPECT_TRUE(status.channels.empty() && status.supplies.empty() && !status.impressions);
}

TEST(Complete, WantsStateMediaAndEveryLevelButThatOfWaste) {
  Reading all = with_reason("media-jam");
  all.media.emplace();
  all.supplies = {{"ink-cartridge", "red", "R", "R", false, Level::of_percent(1)},
                  {"waste-ink", {}, {}, {}, true, {}}};
  const Heard heard[] = {{"chmp", &all, 1}};
  EXPECT_TRUE(complete(heard));
  all.supplies->at(0).level = {};
  EXPECT_FALSE(complete(heard));
}

} // namespace
} // namespace platen::device
