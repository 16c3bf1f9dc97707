#include "store_fixture.h"

#include <algorithm>
#include <map>

#include <rapidcheck.h>

// Users take turns at a printer.
namespace platen::job {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

class StoreTurns : public StoreTest {
protected:
  JobId of(const std::string& user, std::int32_t priority = 50,
           JobState state = JobState::pending) {
    Job job = sample(state);
    job.user = user;
    job.priority = priority;
    return add(job).id;
  }
  std::vector<JobId> waiting() { return store_->waiting_jobs(printer_).value(); }
  // The next job begins; its id.
  JobId begin() {
    const JobId id = next().value_or(0);
    set_state(id, JobState::processing);
    return id;
  }
  // So many are printed, one after the other.
  std::vector<JobId> print(int jobs) {
    std::vector<JobId> order;
    for (int i = 0; i < jobs; ++i) {
      order.push_back(begin());
      set_state(order.back(), JobState::completed);
    }
    return order;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreTurns, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

TEST_P(StoreTurns, LetOneJobPassAHundredOfAnotherUser) {
  std::vector<JobId> many;
  for (int i = 0; i < 100; ++i)
    many.push_back(of("anna"));
  EXPECT_EQ(begin(), many[0]);
  const JobId one = of("bert");
  EXPECT_EQ(waiting()[0], many[1]) << "anna stood there before bert";
  EXPECT_EQ(waiting()[1], one);
  set_state(many[0], JobState::completed);
  EXPECT_THAT(print(3), ElementsAre(many[1], one, many[2]));
}

TEST_P(StoreTurns, GoRoundAmongAllAndKeepEachUsersJobsByPriorityThenAge) {
  const JobId a1 = of("anna"), a2 = of("anna"), a3 = of("anna"), b1 = of("bert"), b2 = of("bert"),
              c1 = of("carl"), urgent = of("anna", 90);
  const std::vector<JobId> order{urgent, a1, b1, c1, a2, b2, a3};
  EXPECT_THAT(waiting(), ElementsAreArray(order));
  EXPECT_THAT(print(7), ElementsAreArray(order));
  EXPECT_EQ(next(), std::nullopt);
}

// Somebody who sends the next job only when the last one is printed gets every other turn, no more.
TEST_P(StoreTurns, GiveNothingToWhoComesOneAtATime) {
  for (int i = 0; i < 5; ++i)
    of("anna");
  std::string order;
  of("bert");
  for (int i = 0; i < 6; ++i) {
    const JobId id = begin();
    const std::string user = store_->job(id)->user;
    order += user[0];
    if (user == "bert") of("bert");
    set_state(id, JobState::completed);
  }
  EXPECT_EQ(order, "ababab");
}

TEST_P(StoreTurns, PutAJobThatItsDeviceGaveBackFirst) {
  const JobId a1 = of("anna");
  of("anna");
  of("bert");
  EXPECT_EQ(begin(), a1);
  set_state(a1, JobState::pending);
  EXPECT_EQ(next(), a1);
  EXPECT_EQ(begin(), a1);
  reopen(); // as after a crash
  EXPECT_EQ(next(), a1);
}

TEST_P(StoreTurns, CountAReleasedJobAsItsUsersByAge) {
  const JobId old = of("anna", 50, JobState::held);
  const JobId young = of("anna"), b = of("bert");
  set_state(old, JobState::pending);
  EXPECT_THAT(waiting(), ElementsAre(old, b, young));
  set_state(old, JobState::canceled);
  EXPECT_THAT(waiting(), ElementsAre(young, b));
  EXPECT_EQ(next({young}), b);
}

TEST_P(StoreTurns, FollowAChangeOfPriorityAndOfPrinter) {
  const PrinterId studio = add_printer("studio");
  const JobId a = of("anna"), b1 = of("bert"), b2 = of("bert");
  update(b1, [](Job& job) -> Result<void> {
    job.priority = 60;
    return {};
  });
  EXPECT_THAT(waiting(), ElementsAre(b1, a, b2));
  update(a, [&](Job& job) -> Result<void> {
    job.printer = studio;
    return {};
  });
  EXPECT_THAT(waiting(), ElementsAre(b1, b2));
  EXPECT_THAT(store_->waiting_jobs(studio).value(), ElementsAre(a));
}

TEST_P(StoreTurns, AreNotTakenWhereTheOldestJobIsServedFirst) {
  const JobId a1 = of("anna"), a2 = of("anna"), b = of("bert");
  EXPECT_EQ(begin(), a1);
  EXPECT_EQ(next(), b);
  order_.set(QueueOrder::age); // as SIGHUP does
  EXPECT_EQ(next(), a2);
  EXPECT_THAT(waiting(), ElementsAre(a2, b));
  EXPECT_EQ(store_->queue_order(), QueueOrder::age);
}

// Against a queue that is written down as the rule says it.
TEST_P(StoreTurns, AreThoseOfARowInWhichUsersStand) {
  EXPECT_TRUE(rc::check([this] {
    const PrinterId printer = add_printer("p" + std::to_string(store_->printers()->size()));
    std::vector<std::string> row;                   // who stands first has the turn
    std::map<std::string, std::vector<JobId>> jobs; // by age
    const auto leave = [&](const std::string& user) {
      row.erase(std::find(row.begin(), row.end(), user));
    };
    const int steps = *rc::gen::inRange(1, 25);
    for (int i = 0; i < steps; ++i) {
      if (*rc::gen::arbitrary<bool>()) {
        Job job = sample();
        job.printer = printer;
        job.user = std::string(1, *rc::gen::element('a', 'b', 'c', 'd'));
        if (jobs[job.user].empty()) row.push_back(job.user);
        jobs[job.user].push_back(add(job).id);
        continue;
      }
      const auto next = store_->next_job(printer, {}).value();
      RC_ASSERT(next.has_value() == !row.empty());
      if (!next) continue;
      const std::string user = row.front();
      RC_ASSERT(next->id == jobs[user].front());
      RC_ASSERT(store_->waiting_jobs(printer).value().front() == next->id);
      set_state(next->id, JobState::processing);
      set_state(next->id, JobState::completed);
      jobs[user].erase(jobs[user].begin());
      leave(user);
      if (!jobs[user].empty()) row.push_back(user);
    }
  }));
}

} // namespace
} // namespace platen::job
