#include "unit/intake_jobs/desk.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;

constexpr std::array states{JobState::pending,  JobState::held,     JobState::processing,
                            JobState::stopped,  JobState::canceled, JobState::aborted,
                            JobState::completed};

// What becomes of a job in each of `states` by one operation: the new state, or `no` for
// client-error-not-possible.
constexpr int no = 0;
constexpr int pending = 3, held = 4, processing = 5, stopped = 6, canceled = 7, aborted = 8,
              completed = 9;
struct Row {
  const char* name;
  ipp_op_t operation;
  std::array<int, 7> after; // pending, held, processing, stopped, canceled, aborted, completed
};

class EveryState : public ::testing::TestWithParam<Row> {};

TEST_P(EveryState, IsAsTheStandardsSay) {
  Desk desk;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const job::JobId id = desk.print();
    desk.force(id, states[i]);
    if (states[i] == JobState::processing) {
      schedule::PrinterStatus status;
      status.current = id;
      desk.scheduler->set_status(2, status);
    } else {
      desk.scheduler->set_status(2, {});
    }
    Request request(GetParam().operation, "office", id);
    request.login = "admin";
    if (GetParam().operation == IPP_OP_SET_JOB_ATTRIBUTES)
      request.number(IPP_TAG_JOB, "job-priority", 60);
    if (GetParam().operation == IPP_OP_CANCEL_DOCUMENT)
      request.number(IPP_TAG_OPERATION, "document-number", 1);
    if (GetParam().operation == IPP_OP_SEND_DOCUMENT)
      request.boolean(IPP_TAG_OPERATION, "last-document", true);
    const Message reply = desk.ask(request);
    const int expected = GetParam().after[i];
    EXPECT_EQ(
        ippErrorString(Desk::status(reply)),
        std::string(ippErrorString(expected == no ? IPP_STATUS_ERROR_NOT_POSSIBLE : IPP_STATUS_OK)))
        << to_string(states[i]);
    const int state = static_cast<int>(desk.job(id).state);
    EXPECT_EQ(state, expected == no ? static_cast<int>(states[i]) : expected)
        << to_string(states[i]);
  }
}

// RFC 8011 sections 4.3.3, 4.3.5 to 4.3.7; RFC 3998 section 4; PWG 5100.5, .7, .11.
INSTANTIATE_TEST_SUITE_P(
    Operations, EveryState,
    ::testing::Values(
        Row{"CancelJob", IPP_OP_CANCEL_JOB, {canceled, canceled, canceled, canceled, no, no, no}},
        Row{"CancelDocument",
            IPP_OP_CANCEL_DOCUMENT,
            {canceled, canceled, canceled, canceled, no, no, no}},
        Row{"CancelCurrentJob", IPP_OP_CANCEL_CURRENT_JOB, {no, no, canceled, no, no, no, no}},
        Row{"SuspendCurrentJob", IPP_OP_SUSPEND_CURRENT_JOB, {no, no, held, no, no, no, no}},
        Row{"ResumeJob", IPP_OP_RESUME_JOB, {no, no, no, no, no, no, no}},
        Row{"HoldJob", IPP_OP_HOLD_JOB, {held, held, no, no, no, no, no}},
        Row{"ReleaseJob", IPP_OP_RELEASE_JOB, {pending, pending, processing, stopped, no, no, no}},
        Row{"RestartJob", IPP_OP_RESTART_JOB, {no, no, no, no, pending, pending, pending}},
        Row{"ReprocessJob", IPP_OP_REPROCESS_JOB, {no, no, no, no, canceled, aborted, completed}},
        Row{"ResubmitJob", IPP_OP_RESUBMIT_JOB, {no, held, no, no, canceled, aborted, completed}},
        Row{"SetJobAttributes", IPP_OP_SET_JOB_ATTRIBUTES, {pending, held, no, no, no, no, no}},
        Row{"SendDocument", IPP_OP_SEND_DOCUMENT, {no, no, no, no, no, no, no}},
        Row{"CloseJob", IPP_OP_CLOSE_JOB, {pending, held, processing, stopped, no, no, no}},
        Row{"PromoteJob", IPP_OP_PROMOTE_JOB, {pending, no, no, no, no, no, no}},
        Row{"GetJobAttributes",
            IPP_OP_GET_JOB_ATTRIBUTES,
            {pending, held, processing, stopped, canceled, aborted, completed}},
        Row{"GetDocuments",
            IPP_OP_GET_DOCUMENTS,
            {pending, held, processing, stopped, canceled, aborted, completed}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(States, ASuspendedJobIsResumed) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.force(id, JobState::processing);
  schedule::PrinterStatus status;
  status.current = id;
  desk.scheduler->set_status(2, status);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_SUSPEND_CURRENT_JOB, "office"))), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ::testing::ElementsAre("job-suspended"));
  // Release-Job lets go what Hold-Job holds, and no more.
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RELEASE_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESUME_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(States, HoldingUntilATimeActsWhenNothingElseHolds) {
  Desk desk;
  const job::JobId id = desk.print();
  Request hold(IPP_OP_HOLD_JOB, "office", id);
  hold.date(IPP_TAG_OPERATION, "job-hold-until-time", desk.now + 60);
  EXPECT_EQ(Desk::status(desk.ask(hold)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).release_at, desk.now + 60);
  const auto released = job::wait<std::vector<job::JobId>>(
      [&](auto done) { desk.store->release_due(desk.now + 61, std::move(done)); });
  EXPECT_THAT(*released, ::testing::ElementsAre(id));
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(States, ATimeThatHasPassedDoesNotHold) {
  Desk desk;
  const job::JobId id = desk.print();
  Request hold(IPP_OP_HOLD_JOB, "office", id);
  hold.date(IPP_TAG_OPERATION, "job-hold-until-time", desk.now - 60);
  EXPECT_EQ(Desk::status(desk.ask(hold)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(States, AWrongHoldIsRefused) {
  Desk desk;
  const job::JobId id = desk.print();
  Request hold(IPP_OP_HOLD_JOB, "office", id);
  hold.keyword(IPP_TAG_OPERATION, "job-hold-until", "doomsday");
  const Message reply = desk.ask(hold);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(unsupported(reply), ::testing::ElementsAre("job-hold-until"));
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(States, RestartNeedsTheDocuments) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.force(id, JobState::completed);
  job::Retention keep;
  keep.document_bytes = 0;
  const auto pruned = job::wait<job::PruneReport>(
      [&](auto done) { desk.store->prune(keep, desk.now + 1, std::move(done)); });
  ASSERT_TRUE(pruned.has_value());
  ASSERT_FALSE(desk.job(id).documents_kept);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESTART_JOB, "office", id))),
            IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESUBMIT_JOB, "office", id))),
            IPP_STATUS_ERROR_NOT_POSSIBLE);
}

} // namespace
} // namespace platen::intake::ipp::test
