#include "base/scratch_folder.h"
#include "monitor/history/history.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

constexpr Time start = 1'700'000'000 / History::day * History::day;

class HistoryTest : public testing::Test {
protected:
  void look(Time now, int percent) {
    PrinterFacts facts;
    facts.id = 1;
    facts.heard = true;
    device::Supply supply;
    supply.label = "Toner";
    supply.level = device::Level::of_percent(percent);
    facts.supplies = {supply};
    ASSERT_TRUE(history_.look({facts}, now));
  }
  std::size_t count() { return record_->samples(1, 0)->size(); }

  ScratchFolder folder_ = *ScratchFolder::make();
  std::unique_ptr<Record> record_ = *Record::open(folder_.path());
  History history_{*record_};
};

TEST_F(HistoryTest, TakesASampleAtAChangeAndEachHour) {
  for (Time now = start; now < start + 2 * History::hour; now += 10)
    look(now, now < start + History::hour / 2 ? 80 : 79);
  // At first, at the change, and an hour after that.
  EXPECT_EQ(count(), 3U);
}

TEST_F(HistoryTest, ALevelThatFlickersMakesFewSamples) {
  for (Time now = start; now < start + History::hour; ++now)
    look(now, 50 + static_cast<int>(now % 2));
  EXPECT_LE(count(), 62U);
}

TEST_F(HistoryTest, OneOfEachOldDayStays) {
  for (Time now = start; now < start + 5 * History::day; now += History::hour)
    look(now, 50);
  look(start + 4 * History::day + History::fine, 50); // four days are old by then
  const auto samples = *record_->samples(1, 0);
  const auto old = std::ranges::count_if(
      samples, [](const Sample& one) { return one.time < start + 4 * History::day; });
  EXPECT_EQ(old, 4);
  EXPECT_EQ(samples.front().time, start + 23 * History::hour);
}

} // namespace
} // namespace platen::monitor
