#include "store_fixture.h"

namespace platen::job {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PLATEN_STORE_TEST(StoreRetention);

constexpr Retention everything{-1, -1, -1, -1};
const std::string kilobyte(1'000, 'k');
const std::string large(100'000, 'l');

TEST_P(StoreRetention, RemovesDocumentsByAgeAndKeepsTheRecords) {
  const JobId old = add(sample(JobState::completed), {kilobyte, large}).id;
  now_ += 100;
  const JobId young = add(sample(JobState::completed), {kilobyte}).id;
  Retention keep = everything;
  keep.document_seconds = 50;
  const PruneReport report = prune(keep);
  EXPECT_EQ(report.jobs, 0);
  EXPECT_EQ(report.documents, 2);
  EXPECT_EQ(report.bytes, 101'000);
  EXPECT_FALSE(store_->job(old)->documents_kept);
  EXPECT_EQ(store_->job(old)->documents.size(), 2U) << "what they were is still known";
  EXPECT_TRUE(store_->job(young)->documents_kept);
  EXPECT_EQ(prune(keep).documents, 0);
  close();
  EXPECT_EQ(document_files(), 0U);
}

TEST_P(StoreRetention, RemovesTheOldestDocumentsWhenThereAreTooManyBytes) {
  std::vector<JobId> jobs;
  for (int i = 0; i < 5; ++i) {
    now_ += 10;
    jobs.push_back(add(sample(JobState::completed), {kilobyte}).id);
  }
  Retention keep = everything;
  keep.document_bytes = 2'500;
  const PruneReport report = prune(keep);
  EXPECT_EQ(report.documents, 3);
  EXPECT_EQ(report.bytes, 3'000);
  EXPECT_FALSE(store_->job(jobs[2])->documents_kept);
  EXPECT_TRUE(store_->job(jobs[3])->documents_kept);
  reopen(); // the sum is known again
  keep.document_bytes = 1'999;
  EXPECT_EQ(prune(keep).documents, 1);
  EXPECT_EQ(prune(keep).documents, 0);
}

TEST_P(StoreRetention, ForgetsTheOldestJobs) {
  std::vector<JobId> jobs;
  for (int i = 0; i < 5; ++i) {
    now_ += 10;
    jobs.push_back(add(sample(JobState::completed), {i == 0 ? large : kilobyte}).id);
  }
  Retention keep = everything;
  keep.history_jobs = 3;
  PruneReport report = prune(keep);
  EXPECT_EQ(report.jobs, 2);
  EXPECT_EQ(report.documents, 2);
  EXPECT_THAT(ids(), ElementsAre(jobs[2], jobs[3], jobs[4]));
  keep = everything;
  keep.history_seconds = 10;
  report = prune(keep);
  EXPECT_EQ(report.jobs, 2);
  EXPECT_THAT(ids(), ElementsAre(jobs[4]));
  close();
  EXPECT_EQ(document_files(), 0U);
}

TEST_P(StoreRetention, NeverTouchesAnUnfinishedJob) {
  for (const JobState state :
       {JobState::pending, JobState::held, JobState::processing, JobState::stopped})
    add(sample(state), {kilobyte});
  now_ += 1'000'000;
  const PruneReport report = prune({0, 0, 0, 0});
  EXPECT_EQ(report.jobs + report.documents + report.bytes, 0);
  EXPECT_EQ(ids().size(), 4U);
  EXPECT_TRUE(read(1) == kilobyte);
}

TEST_P(StoreRetention, HonoursTheTimeThatAClientAskedFor) {
  Job job = sample(JobState::completed);
  job.retain_until_time = now_ + 100;
  const JobId asked = add(job, {kilobyte}).id;
  const JobId other = add(sample(JobState::completed), {kilobyte}).id;
  now_ += 50;
  EXPECT_EQ(prune({0, 0, 0, 0}).jobs, 1);
  EXPECT_THAT(ids(), ElementsAre(asked));
  EXPECT_EQ(kind(store_->job(other)), Errc::not_found);
  EXPECT_TRUE(read(asked) == kilobyte);
  now_ += 50; // its time has passed: its documents go, whatever the server would allow
  EXPECT_EQ(prune(everything).documents, 1);
  EXPECT_FALSE(store_->job(asked)->documents_kept);
  EXPECT_EQ(prune({0, 0, 0, 0}).jobs, 1);
}

TEST_P(StoreRetention, WorksThroughManyJobsWhileOthersAreServed) {
  for (int i = 0; i < 1'500; ++i)
    store_->add_job(sample(JobState::completed), {}, {});
  std::promise<Result<PruneReport>> answer;
  store_->prune({10, -1, -1, -1}, now_,
                [&](Result<PruneReport> report) { answer.set_value(std::move(report)); });
  for (int i = 0; i < 20; ++i)
    add(); // each waits for a step at most
  const auto report = answer.get_future().get();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->jobs, 1'490);
  EXPECT_EQ(ids().size(), 30U);
}

// What it has done by then is done whole, and told; the rest is for the next time.
TEST_P(StoreRetention, MayBeClosedInTheMidst) {
  for (int i = 0; i < 700; ++i)
    store_->add_job(sample(JobState::completed), {}, [](const auto&) {});
  Retention none;
  none.history_jobs = 0;
  std::promise<Result<PruneReport>> promise;
  auto told = promise.get_future();
  store_->prune(none, now_, [&](auto done) { promise.set_value(std::move(done)); });
  reopen();
  const auto done = told.get();
  ASSERT_TRUE(done);
  std::printf("removed %lld of 700 jobs before it was closed\n",
              static_cast<long long>(done->jobs));
  EXPECT_EQ(ids().size(), 700U - static_cast<std::size_t>(done->jobs));
  EXPECT_EQ(prune(none).jobs, 700 - done->jobs);
  EXPECT_TRUE(ids().empty());
}

TEST_P(StoreRetention, KeepsNothingWhenAllBoundsAreZero) {
  add(sample(JobState::completed), {kilobyte});
  add(sample(JobState::aborted), {large});
  EXPECT_EQ(prune({0, 0, 0, 0}).jobs, 2);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_P(StoreRetention, RetainsForNobodyLongerThanThePolicyAllows) {
  const auto retained_until = [&](Time until) {
    Job job = sample(JobState::completed);
    job.retain_until_time = until;
    return add(job, {kilobyte}).id;
  };
  const JobId for_ever = retained_until(253'402'300'799), shortly = retained_until(now_ + 50);
  Retention keep = everything;
  keep.retained_seconds = 100;
  now_ += 99;
  EXPECT_EQ(prune(keep).documents, 1);
  EXPECT_FALSE(store_->job(shortly)->documents_kept);
  EXPECT_TRUE(store_->job(for_ever)->documents_kept);
  keep.history_seconds = 0;
  EXPECT_EQ(prune(keep).jobs, 1) << "the one whose time is over";
  now_ += 1;
  EXPECT_EQ(prune(keep).jobs, 1);
  EXPECT_THAT(ids(), IsEmpty());
}

// The clock was a day ahead when they ended.
TEST_P(StoreRetention, BoundsWhatEndedInTheFutureAsWell) {
  for (int i = 0; i < 3; ++i)
    add(sample(JobState::completed), {kilobyte});
  now_ -= 86'400;
  Retention keep = everything;
  keep.document_bytes = 1'000;
  EXPECT_EQ(prune(keep).documents, 2);
  keep.history_jobs = 1;
  EXPECT_EQ(prune(keep).jobs, 2);
  EXPECT_THAT(ids(), ElementsAre(3));
}

} // namespace
} // namespace platen::job
