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
  facts.asked = false;
  EXPECT_EQ(keys(facts, true), Keys{});
  facts.reasons = {"connecting-to-device"};
  EXPECT_EQ(keys(facts, false), Keys{"device-silent"});
}

} // namespace
} // namespace platen::monitor
