#include "store_fixture.h"

#include <mutex>

namespace platen::job {
namespace {

PLATEN_STORE_TEST(StoreEvents);

using Kind = Event::Kind;

// Collects what is told; only the store's thread writes, and it has ended or answered when we read.
struct Collected {
  std::vector<Event> events;
  Store::Observer observer() {
    return [this](const Event& event) { events.push_back(event); };
  }
};

TEST_P(StoreEvents, ComeInTheOrderOfTheChangesAndBeforeTheirAnswers) {
  Collected collected;
  store_->observe(collected.observer());
  std::size_t told_before_answer = 0;
  JobId id = 0;
  store_->add_job(sample(), {}, [&](const Result<Job>& job) {
    id = job->id;
    told_before_answer = collected.events.size();
  });
  set_state(1, JobState::processing);
  EXPECT_EQ(told_before_answer > 0, true);
  set_state(1, JobState::completed);
  prune({0, -1, -1, -1});
  ASSERT_EQ(collected.events.size(), 4U);
  EXPECT_EQ(collected.events[0].kind, Kind::job_added);
  EXPECT_EQ(collected.events[0].job_was, std::nullopt);
  EXPECT_EQ(collected.events[0].job->state, JobState::pending);
  EXPECT_EQ(collected.events[1].kind, Kind::job_changed);
  EXPECT_EQ(collected.events[1].job_was, JobState::pending);
  EXPECT_EQ(collected.events[1].job->state, JobState::processing);
  EXPECT_EQ(collected.events[2].job_was, JobState::processing);
  EXPECT_EQ(collected.events[3].kind, Kind::job_forgotten);
  EXPECT_EQ(collected.events[3].job->id, id);
}

TEST_P(StoreEvents, AreNotToldOfWhatWasRefused) {
  const JobId id = add().id;
  Collected collected;
  store_->observe(collected.observer());
  try_update(id, [](Job&) -> Result<void> { return fail(Errc::conflict, "no"); });
  Job job = sample();
  job.printer = 99;
  try_add(job);
  EXPECT_TRUE(collected.events.empty());
}

TEST_P(StoreEvents, TellOfPrintersAndOfMovedJobs) {
  Collected collected;
  store_->observe(collected.observer());
  const PrinterId studio = add_printer("studio");
  const JobId id = add().id;
  update(id, [&](Job& job) -> Result<void> {
    job.printer = studio;
    return {};
  });
  ASSERT_TRUE(wait<Printer>([&](auto done) { store_->remove_printer(studio, done); }));
  ASSERT_EQ(collected.events.size(), 5U);
  EXPECT_EQ(collected.events[0].kind, Kind::printer_added);
  EXPECT_EQ(collected.events[0].printer->name, "studio");
  EXPECT_EQ(collected.events[2].moved_from, printer_);
  EXPECT_EQ(collected.events[2].job->printer, studio);
  EXPECT_EQ(collected.events[3].job->state, JobState::canceled);
  EXPECT_EQ(collected.events[3].moved_from, 0);
  EXPECT_EQ(collected.events[4].kind, Kind::printer_removed);
  EXPECT_EQ(collected.events[4].printer->id, studio);
}

TEST_P(StoreEvents, OfManyJobsInOneChangeNameEachOnceAsItIsAfterwards) {
  constexpr int many = 2'000; // more than are held in memory
  for (int i = 0; i < many; ++i)
    store_->add_job(sample(JobState::held), {}, {});
  std::vector<JobId> told;
  bool right = true;
  store_->observe([&](const Event& event) {
    if (event.kind != Kind::job_changed) return;
    told.push_back(event.job->id);
    right = right && event.job_was == JobState::held && event.job->state == JobState::canceled;
  });
  const auto changed = wait<std::vector<JobId>>([&](auto done) {
    store_->update_jobs(
        {},
        [](Job& job) -> Result<void> {
          job.state = JobState::canceled;
          return {};
        },
        done);
  });
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->size(), static_cast<std::size_t>(many));
  EXPECT_EQ(told, *changed);
  EXPECT_TRUE(right);
}

TEST_P(StoreEvents, FindTheirChangeInTheStore) {
  bool seen = false;
  store_->observe([&](const Event& event) {
    if (event.kind == Kind::job_added)
      seen = store_->job(event.job->id).has_value() && store_->counts(printer_).pending == 1;
  });
  add();
  EXPECT_TRUE(seen);
}

} // namespace
} // namespace platen::job
