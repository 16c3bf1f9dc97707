#include "monitor/notice/conditions.h"

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

device::Supply supply(const std::string& label, int percent, bool collects = false) {
  device::Supply one;
  one.label = label;
  one.collects = collects;
  one.level = device::Level::of_percent(percent);
  return one;
}

std::vector<std::string> keys(const PrinterFacts& facts, bool answered = true) {
  std::vector<std::string> all;
  for (const Condition& one : conditions_of(facts, answered))
    all.push_back(one.key);
  return all;
}

PrinterFacts well() {
  PrinterFacts facts;
  facts.id = 1;
  facts.name = "p";
  facts.heard = facts.asked = true;
  return facts;
}

using Keys = std::vector<std::string>;

TEST(Conditions, NothingIsTheMatter) {
  PrinterFacts facts = well();
  facts.supplies = {supply("Toner", 11)};
  facts.reasons = {"media-low-report", "none"};
  EXPECT_EQ(keys(facts), Keys{});
}

TEST(Conditions, EachSupplyIsOneByItsOwn) {
  PrinterFacts facts = well();
  facts.supplies = {supply("Cyan", 10), supply("Magenta", 0), supply("Waste", 3, true)};
  facts.reasons = {"marker-supply-low-warning", "marker-supply-empty-error"};
  EXPECT_EQ(keys(facts), (Keys{"supply-low:Cyan", "supply-empty:Magenta", "supply-low:Waste"}));
}

TEST(Conditions, AReasonCountsWhereNoLevelIsKnown) {
  PrinterFacts facts = well();
  facts.reasons = {"toner-low-warning"};
  EXPECT_EQ(keys(facts), Keys{"supply-low:toner-low"});
}

TEST(Conditions, TwoWordsOfOneJamAreOne) {
  PrinterFacts facts = well();
  facts.stopped = true;
  facts.reasons = {"media-jam-error", "media-jam-warning"};
  EXPECT_EQ(keys(facts), Keys{"jam"});
}

TEST(Conditions, StandingStillIsToldWhereNothingElseSaysWhy) {
  PrinterFacts facts = well();
  facts.stopped = true;
  facts.reasons = {"cover-open-error"};
  EXPECT_EQ(keys(facts), Keys{"stopped"});
  facts.paused = true;
  EXPECT_EQ(keys(facts), Keys{});
}

TEST(Conditions, OnlyWhoOnceAnsweredIsSilent) {
  PrinterFacts facts = well();
  facts.heard = false;
  EXPECT_EQ(keys(facts, false), Keys{});
  EXPECT_EQ(keys(facts, true), Keys{"device-silent"});
  facts.search = "3 devices say that they are it";
  EXPECT_NE(conditions_of(facts, true).at(0).text.find("3 devices"), std::string::npos);
  facts.asked = false;
  EXPECT_EQ(keys(facts, true), Keys{});
  facts.reasons = {"connecting-to-device"};
  EXPECT_EQ(keys(facts, false), Keys{"device-silent"});
}

TEST(Conditions, AMoveIsAnEventOfItsOwnEachTime) {
  PrinterFacts facts;
  facts.name = "office";
  facts.moved = "its device has moved from 192.0.2.5 to 192.0.2.7";
  facts.moved_at = 1'000;
  const auto first = conditions_of(facts, true);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].kind, "device-moved");
  EXPECT_EQ(first[0].text, "office: its device has moved from 192.0.2.5 to 192.0.2.7");
  facts.moved_at = 2'000;
  EXPECT_NE(conditions_of(facts, true).at(0).key, first[0].key);
}

} // namespace
} // namespace platen::monitor
