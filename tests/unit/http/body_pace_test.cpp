// How slow a body may come: with a clock of the test's own.
#include "base/limits.h"
#include "http/body_pace.h"

#include <gtest/gtest.h>

namespace platen::http {
namespace {

using namespace std::chrono_literals;

constexpr Clock::time_point start{1h};

// A body of which `bytes` come every `pause`; the time at which it is too slow, `most` if never.
Clock::duration ends_after(std::uint64_t bytes, Clock::duration pause, Clock::duration most) {
  BodyPace pace(limits::http_body_rate, limits::http_body_window, start);
  for (Clock::time_point now = start;; now += pause) {
    if (pace.deadline() < now) return pace.deadline() - start;
    if (now - start >= most) return most;
    pace.came(bytes, now);
  }
}

TEST(BodyPace, EndsSilenceAfterOneWindow) {
  EXPECT_EQ(ends_after(0, 1s, 1h), limits::http_body_window);
}

// Slow loris in a body: a byte now and then does not help.
TEST(BodyPace, EndsADrip) {
  EXPECT_EQ(ends_after(1, 1s, 1h), limits::http_body_window);
  EXPECT_EQ(ends_after(63, 1s, 1h), limits::http_body_window);
}

TEST(BodyPace, LeavesWhoKeepsTheRateAlone) {
  EXPECT_EQ(ends_after(65, 1s, 10h), 10h);
  EXPECT_EQ(ends_after(1'000'000, 1s, 10h), 10h);
}

// The filters of CUPS: a page of raster, then minutes of nothing while the next one is drawn.
TEST(BodyPace, LeavesARendererItsPauses) {
  EXPECT_EQ(ends_after(100'000, 290s, 10h), 10h);
  EXPECT_EQ(ends_after(20'000, 299s, 10h), 10h);
}

TEST(BodyPace, ABurstBuysOneWindowAlone) {
  BodyPace pace(limits::http_body_rate, limits::http_body_window, start);
  pace.came(1ULL << 30, start + 10s);
  EXPECT_EQ(pace.deadline(), start + 10s + limits::http_body_window);
}

TEST(BodyPace, TimeThatOurDiskTookIsGivenBack) {
  BodyPace pace(limits::http_body_rate, limits::http_body_window, start);
  pace.held_up(45s);
  EXPECT_EQ(pace.deadline(), start + limits::http_body_window + 45s);
}

} // namespace
} // namespace platen::http
