#include "store_fixture.h"

#include <algorithm>

#include <rapidcheck.h>

namespace platen::job {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PLATEN_STORE_TEST(StoreQueries);

TEST_P(StoreQueries, SkipAtTheBeginning) {
  std::vector<JobId> jobs;
  for (int i = 0; i < 6; ++i)
    jobs.push_back(add(i % 2 == 0 ? JobState::completed : JobState::pending).id);
  JobQuery query;
  query.skip = 2;
  query.limit = 3;
  EXPECT_THAT(ids(query), ElementsAre(jobs[2], jobs[3], jobs[4]));
  query.newest_first = true;
  EXPECT_THAT(ids(query), ElementsAre(jobs[3], jobs[2], jobs[1]));
  query.skip = 7;
  EXPECT_THAT(ids(query), IsEmpty());
  query = {};
  query.ids = {jobs[0], jobs[1], jobs[5]};
  query.skip = 1;
  EXPECT_THAT(ids(query), ElementsAre(jobs[1], jobs[5]));
}

TEST_P(StoreQueries, GiveTheNextJobByPriorityThenAge) {
  const auto with_priority = [&](std::int32_t priority) {
    Job job = sample();
    job.priority = priority;
    return add(job).id;
  };
  const JobId low = with_priority(1), first = with_priority(50), second = with_priority(50),
              urgent = with_priority(100);
  add(JobState::held);
  Job open = sample();
  open.incoming = true;
  open.priority = 100;
  add(open); // its documents are still to come
  EXPECT_EQ(next(), urgent);
  EXPECT_EQ(next({urgent}), first);
  EXPECT_EQ(next({urgent, first}), second);
  EXPECT_EQ(next({urgent, first, second}), low);
  EXPECT_EQ(next({urgent, first, second, low}), std::nullopt);
  set_state(urgent, JobState::processing);
  EXPECT_EQ(next(), first);
  update(low, [](Job& job) -> Result<void> {
    job.priority = 60;
    return {};
  });
  EXPECT_EQ(next(), low);
}

TEST_P(StoreQueries, CountTheUnfinishedJobs) {
  const JobId id = add().id;
  add(JobState::held), add(JobState::held), add(JobState::completed);
  const auto check = [&](std::int32_t pending, std::int32_t held, std::int32_t processing) {
    for (int round = 0; round < 2; ++round, reopen()) {
      const JobCounts counts = store_->counts(printer_);
      EXPECT_EQ(counts.pending, pending);
      EXPECT_EQ(counts.held, held);
      EXPECT_EQ(counts.processing, processing);
    }
  };
  check(1, 2, 0);
  set_state(id, JobState::processing);
  EXPECT_EQ(store_->counts(printer_).processing, 1);
  set_state(id, JobState::completed);
  check(0, 2, 0);
  EXPECT_EQ(store_->counts(99).active(), 0);
}

TEST_P(StoreQueries, CountEachUsersUnfinishedJobsAndTheirBytes) {
  const std::string thousand(1'000, 'k');
  const JobId first = add(sample(), {thousand}).id,
              second = add(sample(JobState::held), {thousand, thousand}).id;
  Job other = sample();
  other.user = "bert";
  add(other, {thousand});
  add(sample(JobState::completed), {thousand});
  const auto check = [&](std::int64_t jobs, std::int64_t bytes) {
    for (int round = 0; round < 2; ++round, reopen()) {
      EXPECT_EQ(store_->unfinished("anna").jobs, jobs);
      EXPECT_EQ(store_->unfinished("anna").bytes, bytes);
      EXPECT_EQ(store_->unfinished("bert").bytes, 1'000);
      EXPECT_EQ(store_->unfinished().jobs, jobs + 1);
      EXPECT_EQ(store_->unfinished().bytes, bytes + 1'000);
      EXPECT_EQ(store_->unfinished("carl").jobs, 0);
    }
  };
  check(2, 3'000);
  set_state(first, JobState::processing);
  check(2, 3'000);
  set_state(first, JobState::completed);
  check(1, 2'000);
  set_state(second, JobState::canceled);
  check(0, 0);
  set_state(first, JobState::pending); // Restart-Job
  check(1, 1'000);
}

TEST_P(StoreQueries, ListHeldJobsByPriorityThenAge) {
  const PrinterId studio = add_printer("studio");
  const auto held = [&](std::int32_t priority, PrinterId printer, const char* user) {
    Job job = sample(JobState::held);
    job.priority = priority;
    job.printer = printer;
    job.user = user;
    return add(job).id;
  };
  const JobId a = held(50, printer_, "anna"), b = held(50, studio, "bert"),
              c = held(90, printer_, "anna"), d = held(10, printer_, "bert"),
              e = held(50, printer_, "anna"), gone = held(99, printer_, "anna");
  set_state(gone, JobState::pending);
  const auto listed = [&](const JobQuery& query) { return store_->held_jobs(query).value(); };
  JobQuery query;
  EXPECT_EQ(listed(query), (std::vector{c, a, b, e, d}));
  query.skip = 1;
  query.limit = 2;
  EXPECT_EQ(listed(query), (std::vector{a, b}));
  query.printer = printer_;
  EXPECT_EQ(listed(query), (std::vector{a, e}));
  query.user = "bert";
  query.skip = 0;
  EXPECT_EQ(listed(query), std::vector{d});
  query.printer.reset();
  query.first = c;
  EXPECT_EQ(listed(query), std::vector{d});
  query.user.reset();
  EXPECT_EQ(listed(query), (std::vector{c, e}));
}

TEST_P(StoreQueries, NameTheJobsThatMatchAllConditions) {
  const PrinterId studio = add_printer("studio");
  constexpr std::array states{JobState::pending, JobState::held, JobState::processing,
                              JobState::canceled, JobState::completed};
  for (int i = 0; i < 60; ++i) {
    Job job = sample(states[static_cast<std::size_t>(i) % states.size()]);
    job.printer = i % 3 == 0 ? studio : printer_;
    job.user = i % 4 == 0 ? "bert" : "anna";
    store_->add_job(job, {}, {});
  }
  add();
  const std::vector<Job> all = *store_->jobs({});
  ASSERT_EQ(all.size(), 61U);

  EXPECT_TRUE(rc::check([&] {
    JobQuery query;
    query.which = *rc::gen::element(JobQuery::Which::all, JobQuery::Which::finished,
                                    JobQuery::Which::not_finished);
    query.printer = *rc::gen::element<std::optional<PrinterId>>(std::nullopt, printer_, studio, 9);
    query.user =
        *rc::gen::element<std::optional<std::string>>(std::nullopt, "anna", "bert", "carl");
    query.states = *rc::gen::container<std::vector<JobState>>(*rc::gen::inRange<std::size_t>(0, 3),
                                                              rc::gen::elementOf(states));
    query.ids = *rc::gen::container<std::vector<JobId>>(*rc::gen::element<std::size_t>(0, 0, 20),
                                                        rc::gen::inRange<JobId>(0, 70));
    query.first = *rc::gen::element<JobId>(1, 1, 30, 70);
    query.limit = *rc::gen::element<std::int32_t>(1'000'000, 7, 1, 0);
    query.newest_first = *rc::gen::arbitrary<bool>();

    const auto contains = [](const auto& list, const auto& value) {
      return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
    };
    std::vector<JobId> expected;
    for (const Job& job : all)
      if ((query.which == JobQuery::Which::all ||
           is_finished(job.state) == (query.which == JobQuery::Which::finished)) &&
          query.printer.value_or(job.printer) == job.printer &&
          query.user.value_or(job.user) == job.user && contains(query.states, job.state) &&
          contains(query.ids, job.id) && job.id >= query.first)
        expected.push_back(job.id);
    if (query.newest_first) std::reverse(expected.begin(), expected.end());
    if (expected.size() > static_cast<std::size_t>(query.limit))
      expected.resize(static_cast<std::size_t>(query.limit));
    RC_ASSERT(ids(query) == expected);
  }));
}

TEST_P(StoreQueries, MayBeEndedEarly) {
  for (int i = 0; i < 5; ++i)
    add();
  std::vector<JobId> seen;
  EXPECT_TRUE(store_->each_job({}, [&](const Job& job) {
    seen.push_back(job.id);
    return seen.size() < 2;
  }));
  EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST_P(StoreQueries, OfAnEmptyStoreGiveNothing) {
  EXPECT_THAT(ids(), IsEmpty());
  EXPECT_EQ(next(), std::nullopt);
  EXPECT_EQ(*store_->next_release(), std::nullopt);
  EXPECT_EQ(kind(store_->job(1)), Errc::not_found);
}

} // namespace
} // namespace platen::job
