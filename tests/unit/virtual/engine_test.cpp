#include "virtual/engine.h"

#include <gtest/gtest.h>

namespace platen::twin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// An engine in a world whose time passes only while it waits.
struct Bench {
  explicit Bench(const EngineTerms& terms) : engine(terms) {}

  Result<void> take(std::uint64_t bytes, std::int32_t copies = 1) {
    return engine.take(
        bytes, copies,
        [this, copies]() -> Result<void> {
          out.push_back(
              {std::chrono::duration_cast<milliseconds>(now - Clock::time_point{}), copies});
          return {};
        },
        world);
  }
  milliseconds time() const {
    return std::chrono::duration_cast<milliseconds>(now - Clock::time_point{});
  }

  using Clock = EngineWorld::Clock;
  struct Out {
    milliseconds when;
    std::int32_t copies;
  };
  Clock::time_point now{};
  std::optional<std::pair<milliseconds, milliseconds>> jam; // from, to
  EngineWorld world{[this] { return now; },
                    [this](milliseconds most) -> Result<void> {
                      now += most;
                      return {};
                    },
                    [this] { return jam && time() > jam->first && time() <= jam->second; }};
  Engine engine;
  std::vector<Out> out;
};

EngineTerms terms(std::int32_t pages_per_minute, std::uint64_t memory = 0) {
  EngineTerms made;
  made.pages_per_minute = pages_per_minute;
  made.memory_bytes = memory;
  return made;
}

TEST(Engine, PutsSidesOutAtItsPaceBehindItsWarmUp) {
  EngineTerms slow = terms(24);
  slow.warm_up = seconds(15);
  Bench bench(slow);
  for (const std::int32_t copies : {1, 1, 3})
    ASSERT_TRUE(bench.take(1, copies));
  EXPECT_EQ(bench.time(), milliseconds(0)); // there is room for everything
  ASSERT_TRUE(bench.engine.finish(bench.world));
  ASSERT_EQ(bench.out.size(), 3U);
  EXPECT_EQ(bench.out[0].when, milliseconds(17'500));
  EXPECT_EQ(bench.out[1].when, milliseconds(20'000));
  EXPECT_EQ(bench.out[2].when, milliseconds(27'500)); // its last copy
  EXPECT_EQ(bench.out[2].copies, 3);

  bench.now += seconds(100);
  ASSERT_TRUE(bench.take(1)); // it is warm
  ASSERT_TRUE(bench.engine.finish(bench.world));
  EXPECT_EQ(bench.out[3].when, milliseconds(130'000));
}

TEST(Engine, TakesNoMoreThanItsMemoryHolds) {
  Bench bench(terms(60, 10));
  ASSERT_TRUE(bench.take(4));
  ASSERT_TRUE(bench.take(4));
  EXPECT_EQ(bench.time(), milliseconds(0));
  ASSERT_TRUE(bench.take(4)); // once the first one is out
  EXPECT_EQ(bench.time(), milliseconds(1'000));
  ASSERT_TRUE(bench.take(10)); // once all are
  EXPECT_EQ(bench.time(), milliseconds(3'000));
  const auto never = bench.take(11);
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code, Errc::limit);
}

TEST(Engine, StandsStillWithoutCatchingUp) {
  Bench bench(terms(60));
  bench.jam = {milliseconds(500), milliseconds(5'500)};
  ASSERT_TRUE(bench.take(1));
  ASSERT_TRUE(bench.take(1));
  ASSERT_TRUE(bench.engine.finish(bench.world));
  EXPECT_EQ(bench.out[0].when, milliseconds(6'000));
  EXPECT_EQ(bench.out[1].when, milliseconds(7'000));
}

TEST(Engine, ForgetsWhatNobodyWaitsForAnyMore) {
  Bench bench(terms(60, 10));
  ASSERT_TRUE(bench.take(10));
  bench.engine.forget();
  ASSERT_TRUE(bench.take(10));
  EXPECT_EQ(bench.time(), milliseconds(0));
  EXPECT_TRUE(bench.out.empty());
}

} // namespace
} // namespace platen::twin
