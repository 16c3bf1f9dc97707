#include "intake/ipp/admission.h"
#include "unit/intake_jobs/desk.h"
#include "unit/intake_jobs/upload.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Limits of jobs and bytes, with what is still on its way.
namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::HasSubstr;

std::string message_of(const Message& reply) {
  return reply.text(IPP_TAG_OPERATION, "status-message").value_or("");
}
std::string document(std::size_t bytes) {
  return "%PDF-1.4 " + std::string(bytes - 9, 'x');
}
Request print_job(const std::string& user = "anna") {
  return Request(IPP_OP_PRINT_JOB, "office", user);
}

constexpr std::int64_t mebibyte = 1 << 20;

TEST(Admission, CountsRequestsWhoseDocumentIsStillComing) {
  Policy policy;
  policy.jobs_per_user = 2;
  Desk desk(policy);
  desk.print();
  {
    Upload upload(desk, print_job());
    const Message refused = desk.ask(print_job(), document(100));
    EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_TOO_MANY_JOBS);
    EXPECT_THAT(message_of(refused),
                HasSubstr("you have 2 unfinished jobs, which is the limit: wait"));
    EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CREATE_JOB, "office"))),
              IPP_STATUS_ERROR_TOO_MANY_JOBS);
    EXPECT_EQ(Desk::status(desk.ask(print_job("ben"), document(100))), IPP_STATUS_OK);
  } // the client is gone
  EXPECT_EQ(Desk::status(desk.ask(print_job(), document(100))), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->unfinished("anna").jobs, 2);
}

TEST(Admission, EndsAnUploadThatGoesBeyondItsUsersBytes) {
  Policy policy;
  policy.bytes_per_user = 3 * mebibyte;
  Desk desk(policy);
  EXPECT_EQ(Desk::status(desk.ask(print_job(), document(2 * mebibyte))), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->unfinished("anna").bytes, 2 * mebibyte);
  const Message refused = desk.ask(print_job(), document(2 * mebibyte));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_TOO_MANY_JOBS);
  EXPECT_THAT(message_of(refused), HasSubstr("your unfinished jobs have 3 MiB of documents"));
  EXPECT_EQ(Desk::status(desk.ask(print_job(), document(4 * mebibyte))),
            IPP_STATUS_ERROR_REQUEST_ENTITY)
      << "it will never fit";
  EXPECT_EQ(Desk::status(desk.ask(print_job("ben"), document(2 * mebibyte))), IPP_STATUS_OK);
  desk.force(1, JobState::completed);
  EXPECT_EQ(Desk::status(desk.ask(print_job(), document(2 * mebibyte))), IPP_STATUS_OK);
}

TEST(Admission, CountsTheBytesOfUploadsTogether) {
  Policy policy;
  policy.bytes_per_user = 3 * mebibyte;
  Desk desk(policy);
  Upload first(desk, print_job()), second(desk, print_job());
  first.send(document(2 * mebibyte));
  const auto refused = second.refusal(document(2 * mebibyte));
  ASSERT_TRUE(refused);
  EXPECT_EQ(Desk::status(*refused), IPP_STATUS_ERROR_TOO_MANY_JOBS);
  // What was refused counts no longer, though its connection is still there.
  Upload third(desk, print_job());
  third.send(document(mebibyte / 2));
  EXPECT_EQ(Desk::status(first.finish()), IPP_STATUS_OK);
}

TEST(Admission, CountsTheDocumentsOfAJobThatIsStillOpen) {
  Policy policy;
  policy.bytes_per_user = 3 * mebibyte;
  Desk desk(policy);
  const int id = job_id(desk.ask(Request(IPP_OP_CREATE_JOB, "office")));
  const auto send = [&] {
    Request request(IPP_OP_SEND_DOCUMENT, "office", id);
    request.boolean(IPP_TAG_OPERATION, "last-document", false);
    return Desk::status(desk.ask(request, document(2 * mebibyte)));
  };
  EXPECT_EQ(send(), IPP_STATUS_OK);
  EXPECT_EQ(send(), IPP_STATUS_ERROR_TOO_MANY_JOBS);
  EXPECT_EQ(desk.job(id).documents.size(), 1U);
}

TEST(Admission, IsBusyWhenAllUsersTogetherHaveTooMuch) {
  Policy policy;
  policy.spool_bytes = 3 * mebibyte;
  Desk desk(policy);
  EXPECT_EQ(Desk::status(desk.ask(print_job(), document(2 * mebibyte))), IPP_STATUS_OK);
  const Message refused = desk.ask(print_job("ben"), document(2 * mebibyte));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_BUSY);
  EXPECT_THAT(message_of(refused), HasSubstr("try again when some are printed"));
  desk.force(1, JobState::canceled);
  EXPECT_EQ(Desk::status(desk.ask(print_job("ben"), document(2 * mebibyte))), IPP_STATUS_OK);
}

// What is left is for the jobs that are here: they can still be canceled, printed and written down.
TEST(Admission, KeepsTheLastOfTheDiskForTheJobsThatAreHere) {
  Live<Policy> policy;
  Desk desk(policy);
  const job::JobId id = desk.print();
  Policy more_than_there_is;
  more_than_there_is.free_bytes = std::int64_t{1} << 60;
  policy.set(more_than_there_is);
  const Message refused = desk.ask(print_job(), document(100));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_TEMPORARY);
  EXPECT_THAT(message_of(refused), HasSubstr("the server's disk is nearly full"));
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_VALIDATE_JOB, "office"))),
            IPP_STATUS_ERROR_TEMPORARY);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", id))), IPP_STATUS_OK);
  policy.set(Policy{});
  EXPECT_GT(desk.print(), id);
}

// The store's thread is held up, as by a disk that does not answer.
TEST(Admission, IsBusyWhenTheDiskDoesNotKeepUp) {
  Desk desk;
  const job::JobId id = desk.print();
  std::promise<void> go_on;
  desk.store->update_job(
      id,
      [held = go_on.get_future().share()](job::Job&) -> Result<void> {
        return held.wait(), Result<void>();
      },
      [](const auto&) {});
  for (std::size_t i = 0; i < busy_backlog; ++i)
    desk.store->update_job(id, {}, [](const auto&) {});
  const Message refused = desk.ask(print_job(), document(100));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_BUSY);
  EXPECT_THAT(message_of(refused), HasSubstr("does not keep up"));
  go_on.set_value();
  desk.edit(id, {}); // the last of them
  desk.print();
}

} // namespace
} // namespace platen::intake::ipp::test
