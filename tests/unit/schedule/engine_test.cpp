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

TEST(Engine, ThatHasNoRoomForAPageSaysSo) {
  const Twin twin(office, 0, engine(std::uint64_t{1} << 20));
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(2)});
  EXPECT_TRUE(world.wait([&] {
    return world.job(id).state_message.find("emory") != std::string::npos;
  })) << world.job(id).state_message;
  EXPECT_EQ(world.job(id).counters.sheets_completed, 0);
}

} // namespace
} // namespace platen::schedule::test
