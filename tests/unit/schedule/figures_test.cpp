#include "unit/schedule/world.h"

#include <cstdio>

#include <gtest/gtest.h>

// What the scheduler costs and gains, printed for whoever wants to compare.
namespace platen::schedule::test {
namespace {

double ms(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

TEST(Figures, FromTheAcknowledgedJobToTheFirstByteAtTheDevice) {
  std::atomic<Clock::rep> first_byte = 0;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1);
    first_byte = Clock::now().time_since_epoch().count();
    client.take_all();
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  for (const std::size_t count : {1u, 1u, 1u, 10u, 100u}) {
    const std::string document = pages(count);
    const auto before = Clock::now();
    const JobId id = world.submit(printer, {document});
    world.wait_for(id, JobState::completed);
    const Clock::time_point first{Clock::duration(first_byte.load())};
    std::printf("%3zu pages: first byte after %.0f ms, done after %.0f ms\n", count,
                ms(first - before), ms(Clock::now() - before));
    world.wait_for_idle(printer);
  }
}

// How long the device waits between two jobs: ten pages of a PDF, three pictures.
TEST(Figures, WhatDrawingAheadGains) {
  for (const std::string model : {office, photo}) {
    for (const std::uint64_t ahead : {std::uint64_t{0}, std::uint64_t{256} << 20}) {
      std::mutex mutex;
      std::vector<Clock::time_point> begins, ends;
      FakeDevice device([&](FakeDevice::Client& client, int) {
        client.stop_talking();
        client.take(1000); // the job itself, not only the question before it
        const auto begin = Clock::now();
        client.take_slowly(model == office ? 2'000'000 : 10'000'000);
        const std::lock_guard lock(mutex);
        begins.push_back(begin);
        ends.push_back(Clock::now());
      });
      World world;
      world.options.ahead_bytes = ahead;
      const PrinterId printer = world.add_printer("p", model, device.uri());
      const auto documents =
          model == office ? std::vector<std::string>{pages(10)} : bulky(model, 3);
      const JobId first = world.submit(printer, documents);
      const JobId second = world.submit(printer, documents);
      const auto before = Clock::now();
      world.start();
      world.wait_for(first, JobState::completed);
      world.wait_for(second, JobState::completed);
      const auto all = Clock::now() - before;
      EXPECT_TRUE(world.wait([&] {
        const std::lock_guard lock(mutex);
        return ends.size() == 2;
      }));
      const std::lock_guard lock(mutex);
      ASSERT_EQ(begins.size(), 2u);
      std::printf("%-15s %s: device idle between the jobs for %.0f ms, both done after %.0f ms\n",
                  model.c_str(), ahead == 0 ? "one after the other" : "drawn ahead        ",
                  ms(begins[1] - ends[0]), ms(all));
    }
  }
}

} // namespace
} // namespace platen::schedule::test
