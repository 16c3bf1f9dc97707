#include "base/limits.h"
#include "unit/intake_jobs/desk.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> listed(Desk& desk, const std::string& printer = {}) {
  Request request(IPP_OP_GET_JOBS, printer, std::string("anna"));
  request.keyword(IPP_TAG_OPERATION, "which-jobs", "all");
  return values(desk.ask(request), "job-id");
}

Request as_admin(Request request) {
  request.login = "admin";
  return request;
}

TEST(PurgeJobs, TakesTheJobsOfAPrinterWhateverTheirState) {
  Desk desk;
  for (const JobState state :
       {JobState::pending, JobState::held, JobState::processing, JobState::stopped,
        JobState::canceled, JobState::aborted, JobState::completed})
    desk.force(desk.print(), state);
  const job::JobId elsewhere = desk.print("photo");
  Request request(IPP_OP_PURGE_JOBS, "office");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(listed(desk, "office").size(), 7U);
  request.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk), ElementsAre(std::to_string(elsewhere)));
  EXPECT_THAT(desk.audit.lines(), Contains("admin cancel-job job 3: done"));
  EXPECT_THAT(desk.audit.lines(), Contains("admin purge-jobs 7 jobs of office: done"));
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", 7))),
            IPP_STATUS_ERROR_NOT_FOUND);
}

// `cancel -a -x`: all printers.
TEST(PurgeJobs, UnderTheRootIsForAllPrinters) {
  Desk desk;
  desk.print();
  desk.force(desk.print("photo"), JobState::completed);
  Request request(IPP_OP_PURGE_JOBS, "");
  request.boolean(IPP_TAG_OPERATION, "purge-jobs", true);
  EXPECT_EQ(Desk::status(desk.ask(as_admin(std::move(request)))), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk), IsEmpty());
}

TEST(PurgeJobs, GoesThroughAnyNumberOfJobs) {
  Desk desk;
  constexpr std::size_t count = 1'100; // more than two pieces
  for (std::size_t i = 0; i < count; ++i) {
    job::Job job;
    job.printer = 2;
    job.user = "anna";
    ASSERT_TRUE(job::wait<job::Job>([&](auto done) { desk.store->add_job(job, {}, done); }));
  }
  Request cancel(IPP_OP_CANCEL_JOBS, "office");
  EXPECT_EQ(Desk::status(desk.ask(as_admin(std::move(cancel)))), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->counts(2).active(), 0);
  EXPECT_EQ(listed(desk, "office").size(), count);
  EXPECT_EQ(Desk::status(desk.ask(as_admin(Request(IPP_OP_PURGE_JOBS, "office")))), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk), IsEmpty());
}

TEST(CancelJob, WithPurgeLeavesNoHistory) {
  Desk desk;
  const job::JobId pending = desk.print(), done = desk.print();
  desk.force(done, JobState::completed);
  for (const auto& [id, name] : {std::pair{pending, "purge-jobs"}, {done, "purge-job"}}) {
    Request request(IPP_OP_CANCEL_JOB, "office", id);
    request.boolean(IPP_TAG_OPERATION, name, true);
    EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK) << name;
  }
  EXPECT_THAT(listed(desk), IsEmpty());
}

TEST(CancelJob, WithPurgeIsForTheOwner) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.force(id, JobState::completed);
  Request request(IPP_OP_CANCEL_JOB, "office", id, "ben");
  request.boolean(IPP_TAG_OPERATION, "purge-jobs", true);
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(desk.job(id).state, JobState::completed);
}

// `cancel PRINTER` sends job 0.
TEST(CancelJob, ZeroIsThePresentJobOfThePrinter) {
  Desk desk;
  desk.print("photo");
  const job::JobId first = desk.print(), second = desk.print();
  schedule::PrinterStatus status;
  status.current = second;
  desk.scheduler->set_status(2, status);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", 0))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(second).state, JobState::canceled);
  desk.scheduler->set_status(2, {});
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", 0))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(first).state, JobState::canceled);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", 0))),
            IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_HOLD_JOB, "office", 0))),
            IPP_STATUS_ERROR_NOT_FOUND);
}

// `cancel -x -u anna`: her own, ended ones too; not those of one who proved to be anna.
TEST(CancelMyJobs, WithPurgeLeavesNoHistoryOfMine) {
  Desk desk;
  const job::JobId mine = desk.print(), ended = desk.print(), other = desk.print("office", "ben");
  desk.force(ended, JobState::aborted);
  Request print(IPP_OP_PRINT_JOB, "office");
  print.login = "anna";
  const job::JobId proven = job_id(desk.ask(print, "%PDF"));
  desk.force(proven, JobState::completed);
  Request request(IPP_OP_CANCEL_MY_JOBS, "office");
  request.boolean(IPP_TAG_OPERATION, "purge-jobs", true);
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk), ElementsAre(std::to_string(other), std::to_string(proven)));
  EXPECT_FALSE(desk.store->job(mine).has_value());
}

TEST(CancelJobs, WithPurgeTakesNamedOnesAllOrNone) {
  Desk desk;
  const job::JobId done = desk.print(), pending = desk.print(), stays = desk.print();
  desk.force(done, JobState::completed);
  Request request = as_admin(Request(IPP_OP_CANCEL_JOBS, "office"));
  request.numbers("job-ids", {pending, done, 99}).boolean(IPP_TAG_OPERATION, "purge-jobs", true);
  const Message refused = desk.ask(request);
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_THAT(values(refused, "job-ids"), ElementsAre("99"));
  EXPECT_EQ(listed(desk).size(), 3U);
  Request good = as_admin(Request(IPP_OP_CANCEL_JOBS, "office"));
  good.numbers("job-ids", {pending, done}).boolean(IPP_TAG_OPERATION, "purge-jobs", true);
  EXPECT_EQ(Desk::status(desk.ask(good)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk), ElementsAre(std::to_string(stays)));
}

TEST(JobIds, AreBounded) {
  Desk desk;
  std::vector<int> ids(static_cast<std::size_t>(limits::listed_jobs) + 1);
  std::iota(ids.begin(), ids.end(), 1);
  for (const ipp_op_t operation : {IPP_OP_CANCEL_MY_JOBS, IPP_OP_GET_JOBS}) {
    Request request(operation, "office");
    request.numbers("job-ids", ids);
    const Message reply = desk.ask(request);
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_REQUEST_ENTITY) << ippOpString(operation);
    EXPECT_THAT(values(reply, "status-message"), ElementsAre(HasSubstr("10000 job-ids")));
  }
}

} // namespace
} // namespace platen::intake::ipp::test
