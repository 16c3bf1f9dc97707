#include "base/scratch_folder.h"
#include "monitor/notice/watch.h"

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

class EventWatchTest : public testing::Test {
protected:
  void SetUp() override {
    record_ = *Record::open(folder_.path());
    start();
    facts_.id = 1;
    facts_.name = "p";
    facts_.heard = facts_.asked = true;
  }
  void start() {
    watch_ = std::make_unique<EventWatch>(
        *record_, EventWatch::Options{},
        [this](const Notice& notice, const OpenEvent& event) -> Result<void> {
          if (full_) return fail(Errc::io, "the disk is full");
          TRY_VOID(record_->add(notice, &event, {}).map([](const auto&) {}));
          told_.push_back(notice.kind);
          return {};
        });
    ASSERT_TRUE(watch_->load());
  }
  void look(Time now) { static_cast<void>(watch_->look({facts_}, now)); }
  void jam(bool on) {
    facts_.reasons.clear();
    if (on) facts_.reasons = {"media-jam-error"};
  }

  ScratchFolder folder_ = *ScratchFolder::make();
  std::unique_ptr<Record> record_;
  std::unique_ptr<EventWatch> watch_;
  PrinterFacts facts_;
  std::vector<std::string> told_;
  bool full_ = false;
};
using Kinds = std::vector<std::string>;

TEST_F(EventWatchTest, TellsAnEventOnceHoweverLongItLasts) {
  jam(true);
  for (Time now = 1'000; now < 9'000; ++now)
    look(now);
  EXPECT_EQ(told_, Kinds{"jam"});
}

TEST_F(EventWatchTest, WhatComesAndGoesWithinMinutesIsOneEvent) {
  for (Time now = 1'000; now < 2'000; now += 10) {
    jam(now / 100 % 2 == 0);
    look(now);
  }
  EXPECT_EQ(told_, Kinds{"jam"});
}

TEST_F(EventWatchTest, AfterMinutesOfCalmItIsAnotherOne) {
  jam(true);
  look(1'000);
  jam(false);
  for (Time now = 1'001; now < 1'400; ++now)
    look(now);
  jam(true);
  look(1'400);
  EXPECT_EQ(told_, (Kinds{"jam", "jam"}));
}

TEST_F(EventWatchTest, ARestartTellsNothingAgain) {
  jam(true);
  look(1'000);
  start();
  look(5'000);
  EXPECT_EQ(told_, Kinds{"jam"});
}

TEST_F(EventWatchTest, ADeviceThatSaysNothingEndsNoEventButItsSilence) {
  jam(true);
  look(1'000);
  facts_.heard = false;
  jam(false);
  for (Time now = 1'001; now < 3'000; ++now)
    look(now);
  EXPECT_EQ(told_, (Kinds{"jam", "device-silent"}));
  facts_.heard = true;
  jam(true);
  for (Time now = 3'000; now < 5'000; ++now)
    look(now);
  EXPECT_EQ(told_, (Kinds{"jam", "device-silent"}));
}

TEST_F(EventWatchTest, AShortSilenceIsNone) {
  look(1'000);
  facts_.heard = false;
  for (Time now = 1'001; now < 1'060; ++now)
    look(now);
  facts_.heard = true;
  look(1'060);
  EXPECT_EQ(told_, Kinds{});
}

TEST_F(EventWatchTest, WhatCannotBeKeptIsToldWhenItCan) {
  full_ = true;
  jam(true);
  for (Time now = 1'000; now < 1'010; ++now)
    look(now);
  EXPECT_EQ(told_, Kinds{});
  full_ = false;
  look(1'010);
  look(1'011);
  EXPECT_EQ(told_, Kinds{"jam"});
}

TEST_F(EventWatchTest, APrinterThatIsGoneLeavesNothing) {
  jam(true);
  look(1'000);
  ASSERT_TRUE(watch_->look({}, 1'001));
  EXPECT_TRUE(record_->events()->empty());
}

TEST(Record, KeepsABoundedNumberOfNotices) {
  const ScratchFolder folder = *ScratchFolder::make();
  const auto record = *Record::open(folder.path());
  Notice notice;
  notice.kind = "job-completed";
  notice.job = 1;
  ASSERT_EQ(record->add(notice, nullptr, {"a"})->value(), 1);
  EXPECT_FALSE(record->add(notice, nullptr, {"a"})->has_value()); // of that job, once
  EXPECT_EQ(record->waiting("a")->size(), 1U);
  EXPECT_EQ(record->notices(10)->size(), 1U);
}

} // namespace
} // namespace platen::monitor
