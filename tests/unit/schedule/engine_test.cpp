#include "unit/schedule/world.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// A machine that prints no faster than a machine does, and holds two pages.
namespace platen::schedule::test {
namespace {

twin::FaultScript engine(std::uint64_t memory) {
  twin::FaultScript script;
  script.engine.emplace();
  script.engine->pages_per_minute = 100; // 600 ms for each
  script.engine->memory_bytes = memory;
  return script;
}
constexpr std::uint64_t two_pages = std::uint64_t{9} << 20; // of A4 at 600 dpi

class OnAnEngine : public testing::TestWithParam<const char*> {};

TEST_P(OnAnEngine, AJobCountsTheSheetsThatAreOut) {
  const Twin twin(office, 0, engine(two_pages));
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri(), [](job::Printer& p) {
    p.defaults.emplace_back("printer-language", GetParam());
  });
  const auto begin = Clock::now();
  world.start();
  const JobId id = world.submit(printer, {pages(6)});
  std::set<std::int32_t> seen;
  EXPECT_TRUE(world.wait([&] {
    seen.insert(world.job(id).counters.sheets_completed);
    return world.job(id).state == JobState::completed;
  }));
  EXPECT_GE(Clock::now() - begin, milliseconds(6 * 600)); // and not before the last sheet is out
  EXPECT_EQ(world.job(id).counters.sheets_completed, 6);
  EXPECT_GE(seen.size(), 3U); // nor all at once
}

INSTANTIATE_TEST_SUITE_P(Languages, OnAnEngine, testing::Values("pcl-xl", "pcl-5e"));

class WithoutRoom : public testing::TestWithParam<const char*> {};

// Whichever way it says so: in PCL 5e by no word but the pages that it does not tell of.
TEST_P(WithoutRoom, AJobIsHeldAndNoSheetOfItCharged) {
  const Twin twin(office, 0, engine(std::uint64_t{1} << 20));
  World world;
  world.options.deadlines.answer = milliseconds(500);
  const PrinterId printer = world.add_printer("p", office, twin.uri(), [](job::Printer& p) {
    p.defaults.emplace_back("printer-language", GetParam());
  });
  world.start();
  const JobId id = world.submit(printer, {pages(2)});
  const Job held = world.wait_for(id, JobState::held);
  EXPECT_EQ(held.state, JobState::held) << held.state_message;
  EXPECT_THAT(held.state_message, testing::HasSubstr("memory"));
  EXPECT_THAT(held.state_message, testing::HasSubstr("0 of 2 sheets had been delivered"));
  EXPECT_EQ(held.counters.sheets_completed, 0);
  std::int64_t charged = 0;
  EXPECT_TRUE(world.store().each_entry({}, [&](const job::AccountEntry& entry) {
    charged += entry.sheets;
    return true;
  }));
  EXPECT_EQ(charged, 0);
}

INSTANTIATE_TEST_SUITE_P(Languages, WithoutRoom, testing::Values("pcl-xl", "pcl-5e"));

// The sheet before lies in the engine when the device meets the page that does not fit.
TEST(Engine, ThatHasRoomForTheFirstPageAloneIsChargedThatOne) {
  twin::FaultScript script = engine(std::uint64_t{50} << 10);
  script.engine->page_protection = false;
  const Twin twin(office, 0, script);
  World world;
  world.options.deadlines.answer = milliseconds(500);
  const PrinterId printer = world.add_printer("p", office, twin.uri(), [](job::Printer& p) {
    small_paper(p);
    p.defaults.emplace_back("printer-language", "pcl-5e");
  });
  world.start();
  const std::string small =
      render::testing_support::make_pdf({{"/MediaBox[0 0 288 432]", "20 60 30 30 re f\n"}});
  const JobId id = world.submit(printer, {small, pages(1)});
  const Job held = world.wait_for(id, JobState::held);
  EXPECT_THAT(held.state_message, testing::HasSubstr("1 of 2 sheets had been delivered"));
  EXPECT_THAT(held.state_message, testing::HasSubstr("from sheet 2"));
  EXPECT_EQ(held.counters.sheets_completed, 1);
}

} // namespace
} // namespace platen::schedule::test
