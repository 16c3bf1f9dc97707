#include "pipeline/band_schedule.h"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace platen::pipeline {
namespace {

using Kind = BandSchedule::Kind;

// Any number of workers, which end their steps in a random order: follows what happens to each band
// and to each slot.
class Simulation {
public:
  Simulation(std::int32_t bands, std::int32_t slots, std::size_t workers, std::uint64_t seed)
      : bands_(bands), slots_(slots), workers_(workers), random_(seed), schedule_(bands, slots) {}

  void run() {
    for (;;) {
      const bool may_start = running_.size() < workers_;
      if (may_start && random_() % 2 == 0 && start()) return;
      if (running_.size() == workers_ || (!running_.empty() && random_() % 2 == 0)) end();
    }
  }
  std::int32_t fed = 0, worked = 0, drained = 0;

private:
  bool start() {
    const auto step = schedule_.next();
    switch (step.kind) {
    case Kind::finished:
      EXPECT_TRUE(running_.empty());
      return true;
    case Kind::wait:
      EXPECT_FALSE(running_.empty()) << "a lone worker would wait for ever";
      return false;
    case Kind::feed:
      EXPECT_EQ(step.band, fed);
      EXPECT_FALSE(any(Kind::feed));
      EXPECT_TRUE(step.band == bands_ || step.band < drained + slots_) << "the slot is in use";
      break;
    case Kind::work:
      EXPECT_LT(step.band, fed);
      EXPECT_TRUE(begun_.insert(step.band).second);
      break;
    case Kind::drain:
      EXPECT_EQ(step.band, drained);
      EXPECT_TRUE(done_.contains(step.band));
      EXPECT_FALSE(any(Kind::drain));
      break;
    }
    running_.push_back(step);
    return false;
  }

  void end() {
    const std::size_t i = random_() % running_.size();
    const auto step = running_[i];
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
    if (step.kind == Kind::feed) ++fed;
    if (step.kind == Kind::drain) ++drained;
    if (step.kind == Kind::work) {
      done_.insert(step.band);
      ++worked;
    }
    schedule_.done(step);
  }

  bool any(Kind kind) const {
    return std::any_of(running_.begin(), running_.end(),
                       [kind](const auto& step) { return step.kind == kind; });
  }

  std::int32_t bands_, slots_;
  std::size_t workers_;
  std::mt19937_64 random_;
  BandSchedule schedule_;
  std::vector<BandSchedule::Step> running_;
  std::set<std::int32_t> begun_, done_;
};

TEST(BandSchedule, FeedsWorksAndDrainsEveryBandInAnyInterleaving) {
  for (const std::int32_t bands : {0, 1, 2, 3, 7, 40})
    for (const std::int32_t slots : {2, 3, 5})
      for (const std::size_t workers : {1u, 2u, 3u, 8u})
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
          Simulation simulation(bands, slots, workers, seed);
          simulation.run();
          EXPECT_EQ(simulation.fed, bands + 1);
          EXPECT_EQ(simulation.worked, bands);
          EXPECT_EQ(simulation.drained, bands);
        }
}

TEST(BandSchedule, LetsOneWorkerReadWhileAnotherWorks) {
  BandSchedule schedule(10, 4);
  const auto first = schedule.next();
  ASSERT_EQ(first.kind, Kind::feed);
  schedule.done(first);
  EXPECT_EQ(schedule.next().kind, Kind::feed);
  EXPECT_EQ(schedule.next().kind, Kind::work);
  EXPECT_EQ(schedule.next().kind, Kind::wait);
}

} // namespace
} // namespace platen::pipeline
