#include "schedule/policy.h"
#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

TEST(CancelJob, SaysWhoAndWhy) {
  Desk desk;
  const job::JobId id = desk.print();
  Request request(IPP_OP_CANCEL_JOB, "office", id);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_TEXT, "message", nullptr, "wrong paper");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-canceled-by-user"));
  EXPECT_EQ(desk.job(id).state_message, "wrong paper");
  EXPECT_THAT(desk.audit.lines(), Contains(HasSubstr("cancel-job job 1: done")));
}

TEST(CancelJob, OfOthersIsForAdministrators) {
  Desk desk;
  const job::JobId id = desk.print();
  Request ben(IPP_OP_CANCEL_JOB, "office", id, "ben");
  EXPECT_EQ(Desk::status(desk.ask(ben)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  ben.login = "ben";
  EXPECT_EQ(Desk::status(desk.ask(ben)), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  ben.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(ben)), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-canceled-by-operator"));
}

TEST(CancelJob, OfAnUnknownJobIsNotFound) {
  Desk desk;
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", 99))),
            IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(CancelMyJobs, LeavesOthersAlone) {
  Desk desk;
  const job::JobId mine = desk.print(), other = desk.print("office", "ben"),
                   photo = desk.print("photo");
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_MY_JOBS, "office"))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(mine).state, JobState::canceled);
  EXPECT_EQ(desk.job(other).state, JobState::pending);
  EXPECT_EQ(desk.job(photo).state, JobState::pending);
}

TEST(CancelMyJobs, NamedOnesAllOrNone) {
  Desk desk;
  const job::JobId mine = desk.print(), other = desk.print("office", "ben");
  Request request(IPP_OP_CANCEL_MY_JOBS, "office");
  request.numbers("job-ids", {mine, other});
  const Message reply = desk.ask(request);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_THAT(values(reply, "job-ids"), ElementsAre(std::to_string(other)));
  EXPECT_EQ(desk.job(mine).state, JobState::pending);
}

TEST(CancelJobs, IsForAdministrators) {
  Desk desk;
  const job::JobId first = desk.print(), second = desk.print("office", "ben");
  Request request(IPP_OP_CANCEL_JOBS, "office");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  request.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(first).state, JobState::canceled);
  EXPECT_EQ(desk.job(second).state, JobState::canceled);
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK); // nothing is left
}

TEST(SetJobAttributes, ChangesSettingsAndTemplate) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge").number(IPP_TAG_JOB, "copies", 2);
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
  set.number(IPP_TAG_JOB, "copies", 5)
      .number(IPP_TAG_JOB, "job-priority", 7)
      .keyword(IPP_TAG_JOB, "job-hold-until", "indefinite")
      .name(IPP_TAG_JOB, "job-name", "renamed");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  const job::Job job = desk.job(id);
  EXPECT_EQ(job.copies, 5);
  EXPECT_EQ(job.priority, 7);
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_EQ(job.name, "renamed");
  EXPECT_THAT(job.options, Contains(Pair("sides", "two-sided-long-edge")));
  EXPECT_THAT(values(desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id)), "copies"),
              ElementsAre("5"));
}

// A job that is held behind the sheets that came out goes on there, unless its sheets become
// others.
TEST(SetJobAttributes, ForgetsTheSheetsThatAreThereOnlyWhereTheyChange) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge")
      .number(IPP_TAG_JOB, "copies", 2)
      .keyword(IPP_TAG_JOB, "media", "iso_a4_210x297mm")
      .keyword(IPP_TAG_JOB, "job-hold-until", "indefinite");
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  desk.edit(id, [](job::Job& job) -> Result<void> {
    job.sheets_done = 2;
    return {};
  });
  Request resume(IPP_OP_SET_JOB_ATTRIBUTES, "office", id); // as lp -H resume does
  resume.keyword(IPP_TAG_JOB, "job-hold-until", "no-hold");
  for (const char* const time : {"first", "second"}) {
    EXPECT_EQ(Desk::status(desk.ask(resume)), IPP_STATUS_OK) << time;
    EXPECT_EQ(desk.job(id).state, JobState::pending) << time;
    EXPECT_EQ(desk.job(id).sheets_done, 2) << time;
  }
  Request another(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
  another.keyword(IPP_TAG_JOB, "sides", "one-sided");
  EXPECT_EQ(Desk::status(desk.ask(another)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).sheets_done, 0);
}

// Nor does a job say any more that only its rest will be printed.
TEST(BegunJob, SaysThatAllOfItWillBePrintedWhenItsSheetsOrItsDeviceBecomeOthers) {
  Desk desk;
  const auto caught = [&] {
    const job::JobId id = desk.print();
    desk.edit(id, [](job::Job& job) -> Result<void> {
      job.sheets_done = 2;
      job.counters.sheets = 5;
      schedule::settle_caught(job, "hold-job", noon);
      return {};
    });
    EXPECT_THAT(desk.job(id).state_message, HasSubstr("print the rest, from sheet 3"));
    return id;
  };
  const auto expect_all = [&](job::JobId id) {
    EXPECT_EQ(desk.job(id).sheets_done, 0);
    EXPECT_THAT(desk.job(id).state_message, HasSubstr("release the job to print all of it"));
    EXPECT_THAT(desk.job(id).state_message, Not(HasSubstr("from sheet")));
  };
  const job::JobId changed = caught(), moved = caught();
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "office", changed);
  set.number(IPP_TAG_JOB, "copies", 2);
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  expect_all(changed);
  Request move(IPP_OP_CUPS_MOVE_JOB, "office", moved);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/photo");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  expect_all(moved);
}

TEST(SetJobAttributes, IsAllOrNothing) {
  Desk desk;
  const job::JobId id = desk.print();
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
  set.number(IPP_TAG_JOB, "job-priority", 7).number(IPP_TAG_JOB, "copies", 0);
  const Message reply = desk.ask(set);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(unsupported(reply), ElementsAre("copies"));
  EXPECT_EQ(desk.job(id).priority, 50);
}

TEST(SetJobAttributes, DeletesAnAttribute) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.number(IPP_TAG_JOB, "copies", 2);
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
  ippAddOutOfBand(set.get(), IPP_TAG_JOB, IPP_TAG_DELETEATTR, "copies");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).copies, 1);
}

TEST(SetJobAttributes, WithNothingToSetIsABadRequest) {
  Desk desk;
  const job::JobId id = desk.print();
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_SET_JOB_ATTRIBUTES, "office", id))),
            IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(ResubmitJob, MakesANewJobWithOtherSettings) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge").number(IPP_TAG_JOB, "copies", 2);
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  desk.force(id, JobState::completed);
  Request again(IPP_OP_RESUBMIT_JOB, "office", id);
  again.number(IPP_TAG_JOB, "copies", 9);
  const Message reply = desk.ask(again);
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  ASSERT_NE(job_id(reply), id);
  const job::Job copy = desk.job(job_id(reply));
  EXPECT_EQ(copy.state, JobState::pending);
  EXPECT_EQ(copy.copies, 9);
  EXPECT_THAT(copy.options, Contains(Pair("sides", "two-sided-long-edge")));
  EXPECT_EQ(copy.documents.size(), 1U);
  EXPECT_EQ(desk.job(id).state, JobState::completed);
}

// One of them printed at once, the other in the night.
TEST(ResubmitJob, WaitsLikeTheJobThatWaits) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.date(IPP_TAG_JOB, "job-hold-until-time", desk.now + 3600);
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  ASSERT_EQ(desk.job(id).state, JobState::held);
  const Message reply = desk.ask(Request(IPP_OP_RESUBMIT_JOB, "office", id));
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  const job::Job copy = desk.job(job_id(reply));
  EXPECT_EQ(copy.state, JobState::held);
  EXPECT_EQ(copy.release_at, desk.job(id).release_at);
  Request now(IPP_OP_RESUBMIT_JOB, "office", id);
  now.keyword(IPP_TAG_JOB, "job-hold-until", "no-hold");
  EXPECT_EQ(desk.job(job_id(desk.ask(now))).state, JobState::pending);
}

TEST(MoveJob, TakesAlongWhatTheOtherPrinterCanDo) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge").number(IPP_TAG_JOB, "copies", 2);
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  Request move(IPP_OP_CUPS_MOVE_JOB, "office", id);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/photo");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  const job::Job job = desk.job(id);
  EXPECT_EQ(job.printer, 1);
  EXPECT_THAT(job.options, ElementsAre(Pair("copies", "2"))); // that one prints on one side
}

TEST(MoveJob, SaysWhatTheOtherPrinterDoesNotHave) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge");
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  const auto move_to = [&](const std::string& from, const char* to) {
    Request move(IPP_OP_CUPS_MOVE_JOB, from, id);
    move.uri(IPP_TAG_JOB, "job-printer-uri", to);
    EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
    return desk.job(id).detailed;
  };
  EXPECT_THAT(move_to("office", "ipp://localhost/ipp/print/photo"),
              ElementsAre("not as asked: this printer does not have sides=two-sided-long-edge"));
  EXPECT_THAT(move_to("photo", "ipp://localhost/ipp/print/office"), testing::IsEmpty());
}

TEST(MoveJob, NeedsADestination) {
  Desk desk;
  const job::JobId id = desk.print();
  Request move(IPP_OP_CUPS_MOVE_JOB, "office", id);
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_ERROR_BAD_REQUEST);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/nowhere");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(MoveJob, AllJobsOfAPrinterAreMovedByAdministrators) {
  Desk desk;
  const job::JobId first = desk.print(), second = desk.print("office", "ben");
  desk.force(second, JobState::processing);
  Request move(IPP_OP_CUPS_MOVE_JOB, "office");
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/photo");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  move.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(first).printer, 1);
  EXPECT_EQ(desk.job(second).printer, 2); // it prints
}

TEST(SetDocumentAttributes, SetsTheNameAndNothingElse) {
  Desk desk;
  const job::JobId id = desk.print();
  Request set(IPP_OP_SET_DOCUMENT_ATTRIBUTES, "office", id);
  set.number(IPP_TAG_OPERATION, "document-number", 1)
      .name(IPP_TAG_DOCUMENT, "document-name", "other.pdf");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).documents.front().name, "other.pdf");
  set.number(IPP_TAG_DOCUMENT, "copies", 2);
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE);
}

} // namespace
} // namespace platen::intake::ipp::test
