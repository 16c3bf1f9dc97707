#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::ElementsAre;

// A job of three documents; it is open still, unless `last`.
job::JobId three_documents(Desk& desk, bool last = true) {
  const job::JobId id = job_id(desk.ask(Request(IPP_OP_CREATE_JOB, "office")));
  for (int number = 1; number <= 3; ++number) {
    Request send(IPP_OP_SEND_DOCUMENT, "office", id);
    send.boolean(IPP_TAG_OPERATION, "last-document", last && number == 3);
    EXPECT_EQ(Desk::status(desk.ask(send, "%PDF-1.4")), IPP_STATUS_OK);
  }
  return id;
}

Message cancel(Desk& desk, job::JobId id, int number, const std::string& user = "anna") {
  Request request(IPP_OP_CANCEL_DOCUMENT, "office", id, user);
  request.number(IPP_TAG_OPERATION, "document-number", number);
  return desk.ask(request);
}

Message attributes(Desk& desk, job::JobId id, int number) {
  Request request(IPP_OP_GET_DOCUMENT_ATTRIBUTES, "office", id);
  request.number(IPP_TAG_OPERATION, "document-number", number);
  return desk.ask(request);
}

TEST(CancelDocument, TakesOneOfSeveralOut) {
  Desk desk;
  const job::JobId id = three_documents(desk);
  EXPECT_EQ(Desk::status(cancel(desk, id, 2)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  const Message canceled = attributes(desk, id, 2);
  EXPECT_THAT(values(canceled, "document-state"), ElementsAre("7"));
  EXPECT_THAT(values(canceled, "document-state-reasons"), ElementsAre("canceled-by-user"));
  const Message other = attributes(desk, id, 3);
  EXPECT_THAT(values(other, "document-state"), ElementsAre("3"));
  EXPECT_THAT(values(other, "document-state-reasons"), ElementsAre("none"));
  EXPECT_EQ(Desk::status(cancel(desk, id, 2)), IPP_STATUS_ERROR_NOT_POSSIBLE) << "a second time";
  EXPECT_EQ(Desk::status(cancel(desk, id, 4)), IPP_STATUS_ERROR_NOT_FOUND);
  desk.force(id, JobState::completed);
  EXPECT_THAT(values(attributes(desk, id, 2), "document-state"), ElementsAre("7"));
  EXPECT_THAT(values(attributes(desk, id, 3), "document-state"), ElementsAre("9"));
}

TEST(CancelDocument, OfTheLastOneCancelsTheJob) {
  Desk desk;
  const job::JobId id = three_documents(desk);
  for (const int number : {1, 3, 2})
    EXPECT_EQ(Desk::status(cancel(desk, id, number)), IPP_STATUS_OK) << number;
  EXPECT_EQ(desk.job(id).state, JobState::canceled);
}

TEST(CancelDocument, OfAnOpenJobLeavesItOpen) {
  Desk desk;
  const job::JobId id = three_documents(desk, false);
  for (const int number : {1, 2, 3})
    EXPECT_EQ(Desk::status(cancel(desk, id, number)), IPP_STATUS_OK) << number;
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CLOSE_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::aborted) << "nothing is left to print";
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESTART_JOB, "office", id))),
            IPP_STATUS_ERROR_NOT_POSSIBLE);
}

TEST(CancelDocument, OfAJobThatHasBegunIsNotPossible) {
  Desk desk;
  const job::JobId id = three_documents(desk);
  desk.force(id, JobState::processing);
  EXPECT_EQ(Desk::status(cancel(desk, id, 1)), IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_TRUE(desk.job(id).documents[0].canceled.empty());
}

TEST(CancelDocument, OfAJobThatIsHeldBehindItsFirstSheetsIsNotPossible) {
  Desk desk;
  const job::JobId id = three_documents(desk);
  desk.edit(id, [](job::Job& job) -> Result<void> {
    job.sheets_done = 2;
    return {};
  });
  EXPECT_EQ(Desk::status(cancel(desk, id, 1)), IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_TRUE(desk.job(id).documents[0].canceled.empty());
}

TEST(CancelDocument, IsForTheOwner) {
  Desk desk;
  const job::JobId id = three_documents(desk);
  EXPECT_EQ(Desk::status(cancel(desk, id, 1, "ben")), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_TRUE(desk.job(id).documents[0].canceled.empty());
}

TEST(ResubmitJob, ObeysThePrinterAsANewJobDoes) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.force(id, JobState::completed);
  const auto set = [&](bool accepting, bool holding) {
    ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
      desk.store->update_printer(
          2,
          [&](job::Printer& printer) -> Result<void> {
            printer.accepting = accepting;
            printer.hold_new_jobs = holding;
            return {};
          },
          std::move(done));
    }));
  };
  set(false, false);
  for (const ipp_op_t operation : {IPP_OP_RESUBMIT_JOB, IPP_OP_REPROCESS_JOB})
    EXPECT_EQ(Desk::status(desk.ask(Request(operation, "office", id))),
              IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS);
  set(true, true);
  const Message held = desk.ask(Request(IPP_OP_RESUBMIT_JOB, "office", id));
  ASSERT_EQ(Desk::status(held), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(job_id(held)).reasons, ElementsAre("job-held-on-create"));
}

} // namespace
} // namespace platen::intake::ipp::test
