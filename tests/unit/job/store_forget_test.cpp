#include "store_fixture.h"

namespace platen::job {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PLATEN_STORE_TEST(StoreForget);

const std::string kilobyte(1'000, 'k');
const std::string large(100'000, 'l');

PruneReport forget(Store& store, const JobQuery& query, const Store::JobTest& test = {}) {
  const auto report =
      wait<PruneReport>([&](auto done) { store.forget_jobs(query, test, std::move(done)); });
  EXPECT_TRUE(report.has_value());
  return report.value_or(PruneReport{});
}

TEST_P(StoreForget, TakesFinishedJobsOfOnePrinterWithTheirDocuments) {
  JobQuery query;
  query.printer = printer_;
  const JobId done = add(sample(JobState::completed), {kilobyte, large}).id;
  Job retained = sample(JobState::canceled);
  retained.retain_until_time = now_ + 1'000;
  add(retained, {kilobyte});
  const JobId waits = add(sample(JobState::pending), {kilobyte}).id;
  Job other = sample(JobState::completed);
  other.printer = add_printer("other");
  const JobId elsewhere = add(other, {large}).id;
  const PruneReport report = forget(*store_, query);
  EXPECT_EQ(report.jobs, 2);
  EXPECT_EQ(report.documents, 3);
  EXPECT_EQ(report.bytes, 102'000);
  EXPECT_EQ(kind(store_->job(done)), Errc::not_found);
  EXPECT_THAT(ids(), ElementsAre(waits, elsewhere));
  reopen();
  EXPECT_THAT(ids(), ElementsAre(waits, elsewhere)) << "what is forgotten stays forgotten";
  EXPECT_EQ(read(waits), kilobyte);
  close();
  EXPECT_EQ(document_files(), 1U);
}

TEST_P(StoreForget, GoesOnPieceByPieceToTheEnd) {
  constexpr int count = 450; // more than two pieces
  for (int i = 0; i < count; ++i)
    add(sample(JobState::completed));
  const auto every_third = [](const Job& job) { return job.id % 3 == 0; };
  EXPECT_EQ(forget(*store_, {}, every_third).jobs, count / 3);
  EXPECT_EQ(ids().size(), 2U * count / 3);
  EXPECT_EQ(forget(*store_, {}).jobs, 2 * count / 3);
  EXPECT_THAT(ids(), IsEmpty());
  EXPECT_EQ(forget(*store_, {}).jobs, 0);
  EXPECT_EQ(add().id, count + 1) << "a number is never used again";
}

TEST_P(StoreForget, NamesAndUsersChoose) {
  Job job = sample(JobState::completed);
  job.user = "anna";
  const JobId first = add(job).id, second = add(job).id;
  job.user = "ben";
  const JobId third = add(job).id;
  JobQuery query;
  query.user = "anna";
  query.ids = {first, third};
  EXPECT_EQ(forget(*store_, query).jobs, 1);
  EXPECT_THAT(ids(), ElementsAre(second, third));
}

TEST_P(StoreForget, LeavesADocumentToTheJobThatSharesIt) {
  const JobId original = add(sample(JobState::completed), {large}).id;
  const auto copy =
      wait<Job>([&](auto done) { store_->copy_job(original, Store::JobEdit{}, std::move(done)); });
  ASSERT_TRUE(copy.has_value());
  const PruneReport report = forget(*store_, {});
  EXPECT_EQ(report.jobs, 1);
  EXPECT_EQ(report.bytes, 0);
  EXPECT_EQ(read(copy->id), large);
}

TEST_P(StoreForget, TellsObservers) {
  const JobId done = add(sample(JobState::completed)).id;
  std::vector<JobId> told;
  store_->observe([&](const Event& event) {
    if (event.kind == Event::Kind::job_forgotten) told.push_back(event.job->id);
  });
  forget(*store_, {});
  EXPECT_THAT(told, ElementsAre(done)); // before the answer
}

} // namespace
} // namespace platen::job
