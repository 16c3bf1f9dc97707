#include "store_fixture.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace platen::job {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

PLATEN_STORE_TEST(StoreChanges);

TEST_P(StoreChanges, GiveAJobItsNumberItsUuidAndItsTimes) {
  const Job first = add(), second = add();
  EXPECT_EQ(first.id, 1);
  EXPECT_EQ(second.id, 2);
  EXPECT_THAT(first.uuid, StartsWith("urn:uuid:"));
  EXPECT_NE(first.uuid, second.uuid);
  EXPECT_EQ(first.created, now_);
  EXPECT_EQ(first.changed, now_);
  EXPECT_EQ(first.finished, 0);
  const Job read = *store_->job(1);
  EXPECT_EQ(read.uuid, first.uuid);
  EXPECT_EQ(read.options, first.options);
  EXPECT_EQ(read.state, JobState::pending);
}

TEST_P(StoreChanges, KeepWhatWasWrittenAfterACleanClose) {
  Job job = sample(JobState::held);
  job.priority = 80;
  job.hold_until = "night";
  job.release_at = now_ + 60;
  job.retain_until_time = now_ + 600;
  job.reasons = {"job-hold-until-specified"};
  job.incoming = true;
  job.attributes = std::string("\x01\x00\x02", 3);
  const JobId id = add(job, {"one", "two"}).id;
  reopen();
  const Job read = *store_->job(id);
  EXPECT_EQ(read.state, JobState::held);
  EXPECT_EQ(read.priority, 80);
  EXPECT_EQ(read.user, "anna");
  EXPECT_EQ(read.hold_until, "night");
  EXPECT_EQ(read.release_at, now_ + 60);
  EXPECT_EQ(read.retain_until_time, now_ + 600);
  EXPECT_THAT(read.reasons, ElementsAre("job-hold-until-specified"));
  EXPECT_TRUE(read.incoming);
  EXPECT_EQ(read.attributes, job.attributes);
  ASSERT_EQ(read.documents.size(), 2U);
  EXPECT_EQ(read.documents[1].number, 2);
  EXPECT_EQ(read.documents[1].bytes, 3U);
}

TEST_P(StoreChanges, NeverUseANumberAgain) {
  const JobId id = add(JobState::completed).id;
  EXPECT_EQ(prune({0, -1, -1, -1}).jobs, 1);
  EXPECT_EQ(kind(store_->job(id)), Errc::not_found);
  EXPECT_EQ(add().id, id + 1);
  prune({0, -1, -1, -1});
  reopen();
  EXPECT_EQ(add().id, id + 2);
}

TEST_P(StoreChanges, AreRefusedByTheirEditAndThenLeaveNothing) {
  const JobId id = add().id;
  const auto refuse = [](Job& job) -> Result<void> {
    job.name = "changed";
    return fail(Errc::conflict, "not now");
  };
  const auto answer = wait<Job>([&](auto done) { store_->update_job(id, refuse, done); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::conflict);
  EXPECT_EQ(answer.error().what, "not now");
  EXPECT_EQ(store_->job(id)->name, "letter");
  EXPECT_EQ(try_update(99, refuse), Errc::not_found);
}

TEST_P(StoreChanges, ToWhatAJobKeepsForLifeAreABug) {
  const JobId id = add().id;
  EXPECT_EQ(try_update(id, [](Job& job) -> Result<void> { return job.id = 7, Result<void>(); }),
            Errc::bug);
  EXPECT_EQ(try_update(id, [](Job& job) -> Result<void> { return job.uuid = "", Result<void>(); }),
            Errc::bug);
}

TEST_P(StoreChanges, OfStateSetTheTimesThatFollow) {
  const JobId id = add().id;
  now_ += 5;
  EXPECT_EQ(set_state(id, JobState::processing).processing, now_);
  now_ += 5;
  Job job = set_state(id, JobState::completed);
  EXPECT_EQ(job.finished, now_);
  EXPECT_EQ(job.processing, now_ - 5);
  EXPECT_EQ(job.changed, now_);
  job = set_state(id, JobState::pending); // Restart-Job
  EXPECT_EQ(job.finished, 0);
}

TEST_P(StoreChanges, HappenInTheOrderOfTheCalls) {
  const JobId id = add().id;
  std::string order;
  for (char c = 'a'; c <= 'z'; ++c)
    store_->update_job(
        id,
        [c](Job& job) -> Result<void> {
          job.name += c;
          return {};
        },
        [&order, c](const Result<Job>&) { order += c; });
  update(id, {});
  EXPECT_EQ(order, "abcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(store_->job(id)->name, "letterabcdefghijklmnopqrstuvwxyz");
}

TEST_P(StoreChanges, AreAtomicBetweenManyCallers) {
  const JobId id = add().id;
  constexpr int threads = 8, each = 50;
  std::vector<std::thread> callers;
  for (int i = 0; i < threads; ++i)
    callers.emplace_back([&] {
      for (int n = 0; n < each; ++n)
        update(id, [](Job& job) -> Result<void> {
          ++job.copies;
          return {};
        });
    });
  for (auto& caller : callers)
    caller.join();
  EXPECT_EQ(store_->job(id)->copies, 1 + threads * each);
}

TEST_P(StoreChanges, ThatShareASyncFailAlone) {
  const JobId id = add().id;
  std::vector<std::optional<Errc>> answers(3);
  std::atomic<int> left = 3;
  const auto note = [&](std::size_t i) {
    return [&, i](const Result<Job>& result) {
      answers[i] = kind(result);
      --left;
    };
  };
  // The first holds the store's thread until the other two wait, so that they share a transaction.
  std::promise<void> go;
  store_->update_job(
      id, [&](Job&) -> Result<void> { return go.get_future().wait(), Result<void>(); }, note(0));
  store_->add_job(sample(), {}, note(1));
  Job orphan = sample();
  orphan.printer = 99;
  store_->add_job(orphan, {}, note(2));
  go.set_value();
  const JobId last = add().id;
  EXPECT_EQ(left, 0);
  EXPECT_THAT(answers, ElementsAre(std::nullopt, std::nullopt, Errc::not_found));
  EXPECT_EQ(last, id + 2);
  EXPECT_EQ(store_->counts(printer_).pending, 3);
}

TEST_P(StoreChanges, OfManyJobsLeaveOutThoseThatRefuse) {
  for (int i = 0; i < 6; ++i)
    add(JobState::held);
  const JobId other = add(JobState::completed).id;
  JobQuery held;
  held.which = JobQuery::Which::not_finished;
  const auto cancel_even = [](Job& job) -> Result<void> {
    if (job.id % 2 != 0) return fail(Errc::conflict, "odd");
    job.state = JobState::canceled;
    return {};
  };
  const auto changed =
      wait<std::vector<JobId>>([&](auto done) { store_->update_jobs(held, cancel_even, done); });
  ASSERT_TRUE(changed);
  EXPECT_THAT(*changed, ElementsAre(2, 4, 6));
  EXPECT_EQ(store_->counts(printer_).held, 3);
  EXPECT_EQ(store_->job(1)->state, JobState::held);
  EXPECT_EQ(store_->job(4)->finished, now_);
  EXPECT_EQ(store_->job(other)->state, JobState::completed);
}

TEST_P(StoreChanges, AnswerFromAnotherThreadAndMayAskForMore) {
  std::promise<std::pair<std::thread::id, JobId>> answer;
  store_->add_job(sample(), {}, [&](const Result<Job>& first) {
    EXPECT_TRUE(first);
    store_->add_job(sample(), {}, [&](Result<Job> second) {
      answer.set_value({std::this_thread::get_id(), second->id});
    });
  });
  const auto [thread, id] = answer.get_future().get();
  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_EQ(id, 2);
}

TEST_P(StoreChanges, ThatWaitWhenTheStoreClosesAreStillMade) {
  std::atomic<int> made = 0;
  for (int i = 0; i < 100; ++i)
    store_->add_job(sample(), {}, [&](const Result<Job>& job) { made += job ? 1 : 0; });
  close();
  EXPECT_EQ(made, 100);
  reopen();
  EXPECT_EQ(ids().size(), 100U);
}

TEST_P(StoreChanges, ReleaseHeldJobsWhoseTimeHasCome) {
  Job job = sample(JobState::held);
  job.hold_until = "night";
  job.reasons = {"job-hold-until-specified", "other"};
  job.release_at = now_ + 20;
  const JobId late = add(job).id;
  job.release_at = now_ + 10;
  const JobId soon = add(job).id;
  job.incoming = true;
  const JobId unfinished = add(job).id;
  add(JobState::held); // for ever
  EXPECT_EQ(*store_->next_release(), now_ + 10);

  const auto release = [&](Time time) {
    return *wait<std::vector<JobId>>([&](auto done) { store_->release_due(time, done); });
  };
  EXPECT_THAT(release(now_ + 9), IsEmpty());
  EXPECT_THAT(release(now_ + 10), ElementsAre(soon, unfinished));
  const Job released = *store_->job(soon);
  EXPECT_EQ(released.state, JobState::pending);
  EXPECT_EQ(released.hold_until, "no-hold");
  EXPECT_EQ(released.release_at, 0);
  EXPECT_THAT(released.reasons, ElementsAre("other"));
  EXPECT_EQ(store_->job(unfinished)->state, JobState::held); // its documents are still to come
  EXPECT_EQ(*store_->next_release(), now_ + 20);
  EXPECT_THAT(release(now_ + 20), ElementsAre(late));
  EXPECT_EQ(*store_->next_release(), std::nullopt);
}

TEST_P(StoreChanges, OfSettingsAreKept) {
  EXPECT_EQ(kind(store_->setting("default-printer")), Errc::not_found);
  const auto set = [&](const std::string& value) {
    return wait<void>([&](auto done) { store_->set_setting("default-printer", value, done); });
  };
  EXPECT_TRUE(set("office"));
  EXPECT_TRUE(set("studio"));
  reopen();
  EXPECT_EQ(*store_->setting("default-printer"), "studio");
}

TEST_P(StoreChanges, BeginAgainWhatADeadServerWasPrinting) {
  const JobId printing = add().id, stopped = add().id, held = add(JobState::held).id;
  Job open = sample(JobState::held);
  open.incoming = true;
  const JobId incoming = add(open).id;
  update(printing, [](Job& job) -> Result<void> {
    job.state = JobState::processing;
    job.reasons = {"job-printing"};
    job.attempts = 2;
    return {};
  });
  set_state(stopped, JobState::stopped);
  reopen();
  const Job job = *store_->job(printing);
  EXPECT_EQ(job.state, JobState::pending);
  EXPECT_EQ(job.attempts, 2);
  EXPECT_THAT(job.state_message, testing::HasSubstr("the server stopped"));
  EXPECT_THAT(job.reasons, testing::ElementsAre(std::string(caught_printing)));
  EXPECT_EQ(store_->job(stopped)->state, JobState::pending);
  EXPECT_EQ(store_->job(held)->state, JobState::held);
  EXPECT_TRUE(store_->job(incoming)->incoming);
  const JobCounts counts = store_->counts(printer_);
  EXPECT_EQ(counts.pending, 2);
  EXPECT_EQ(counts.held, 2);
  EXPECT_EQ(counts.processing + counts.stopped, 0);
}

} // namespace
} // namespace platen::job
