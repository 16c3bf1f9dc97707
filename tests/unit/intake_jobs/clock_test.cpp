#include "intake/ipp/up_time.h"
#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The wall clock is set, as by NTP or by hand, while the server runs.
namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr job::Time day = 86'400;

TEST(UpTime, FollowsAWallClockThatIsSetForward) {
  job::Time wall = 1'000, steady = 5;
  UpTime up([&] { return wall; }, [&] { return steady; });
  EXPECT_EQ(up.now(), (UpTime::Moment{1'000, 1'000}));
  wall += day + 7, steady += 7;
  EXPECT_EQ(up.now().up, 1'007 + day);
}

TEST(UpTime, GoesOnWhereTheWallClockIsSetBackUntilThatHasComeUpWithIt) {
  job::Time wall = 100'000, steady = 5;
  UpTime up([&] { return wall; }, [&] { return steady; });
  wall -= day;
  EXPECT_EQ(up.now(), (UpTime::Moment{100'000 - day, 100'000}));
  wall += 60, steady += 60;
  EXPECT_EQ(up.now().up, 100'060);
  wall += day + 40, steady += 40;
  EXPECT_EQ(up.now(), (UpTime::Moment{100'100, 100'100}));
}

TEST(UpTime, StandsStillForASecondRatherThanRunsBack) {
  job::Time wall = 1'000, steady = 5;
  UpTime up([&] { return wall; }, [&] { return steady; });
  wall -= 1;
  EXPECT_EQ(up.now().up, 1'000);
  wall += 2, steady += 2;
  EXPECT_EQ(up.now().up, 1'001);
}

TEST(UpTime, OfAMomentIsNeverLaterThanNow) {
  const UpTime::Moment back{1'000, 1'000 + day};
  EXPECT_EQ(past_up_time(900, back), 900 + day);
  EXPECT_EQ(past_up_time(2'000, back), 1'000 + day) << "it was before the clock was set back";
  EXPECT_EQ(future_up_time(1'500, back), 1'500 + day);
}

class Jump : public ::testing::TestWithParam<job::Time> {
protected:
  std::int64_t number(const Request& request, const std::string& name) {
    const auto found = values(desk.ask(request), name);
    EXPECT_EQ(found.size(), 1U) << name;
    return found.empty() ? 0 : std::stoll(found.front());
  }
  std::int64_t up_time() {
    return number(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"), "printer-up-time");
  }
  void set_clock() { desk.set_by = GetParam(); }
  Desk desk;
};

TEST_P(Jump, LeavesUpTimeAndTheTimesOfJobsInTheirOrder) {
  const job::JobId before = desk.print();
  std::int64_t last = up_time();
  set_clock();
  const job::JobId after = desk.print();
  desk.force(after, JobState::completed);
  for (int i = 0; i < 3; ++i) {
    const std::int64_t now = up_time();
    EXPECT_GE(now, last);
    last = now;
    for (const job::JobId id : {before, after})
      EXPECT_LE(number(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id), "time-at-creation"), now);
    EXPECT_LE(number(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", after), "time-at-completed"),
              now);
    desk.now += 30;
  }
  EXPECT_GE(last, up_time() - 30) << "it goes on";
  EXPECT_EQ(number(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", after), "time-at-creation"),
            last - 60);
  EXPECT_EQ(desk.job(after).created, noon + GetParam()) << "dates are the wall's";
}

TEST_P(Jump, LeavesALeaseItsTime) {
  Request request(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, "office");
  request.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "ippget")
      .keyword(IPP_TAG_SUBSCRIPTION, "notify-events", "job-created")
      .number(IPP_TAG_SUBSCRIPTION, "notify-lease-duration", 1'000);
  const int id =
      desk.ask(request).integer(IPP_TAG_SUBSCRIPTION, "notify-subscription-id").value_or(0);
  desk.print();
  set_clock();
  desk.print();
  Request get(IPP_OP_GET_NOTIFICATIONS, "office");
  get.numbers("notify-subscription-ids", {id});
  const Message events = desk.ask(get);
  EXPECT_THAT(values(events, "notify-sequence-number"), ElementsAre("1", "2"));
  const auto times = values(events, "printer-up-time"); // now, and of each event
  ASSERT_EQ(times.size(), 3U);
  EXPECT_LE(std::stoll(times[1]), std::stoll(times[2]));
  EXPECT_LE(std::stoll(times[2]), std::stoll(times[0]));
  desk.now += 1'000;
  const auto ends = desk.events->find(id);
  ASSERT_TRUE(ends);
  EXPECT_EQ(ends->expires, noon + 1'000 + GetParam());
  EXPECT_THAT(values(desk.ask(get), "notify-sequence-number"), IsEmpty())
      << "events do not live on";
  desk.now += 1;
  EXPECT_FALSE(desk.events->find(id));
}

TEST_P(Jump, LeavesALeaseItsTimeOverARestart) {
  Request request(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, "office");
  request.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "ippget")
      .keyword(IPP_TAG_SUBSCRIPTION, "notify-events", "job-created")
      .number(IPP_TAG_SUBSCRIPTION, "notify-lease-duration", 1'000);
  set_clock();
  const int id =
      desk.ask(request).integer(IPP_TAG_SUBSCRIPTION, "notify-subscription-id").value_or(0);
  desk.now += 400;
  desk.restart();
  desk.now += 600;
  EXPECT_TRUE(desk.events->find(id));
  desk.now += 1;
  EXPECT_FALSE(desk.events->find(id));
}

TEST_P(Jump, LeavesAJobTheTimeForItsDocuments) {
  const int id = job_id(desk.ask(Request(IPP_OP_CREATE_JOB, "office")));
  set_clock();
  desk.watch->sweep();
  desk.now += 119;
  desk.watch->sweep();
  desk.print(); // when it is done, so is the sweep
  EXPECT_EQ(desk.job(id).state, JobState::held);
  desk.now += 1;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::aborted);
}

INSTANTIATE_TEST_SUITE_P(ByADay, Jump, ::testing::Values(day, -day),
                         [](const auto& jump) { return jump.param > 0 ? "Forward" : "Back"; });

} // namespace
} // namespace platen::intake::ipp::test
