#include "support/small_files.h"
#include "unit/intake_jobs/desk.h"
#include "unit/intake_jobs/upload.h"

#include <csignal>
#include <future>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Documents that do not get into the store, as they come over HTTP.
namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::AnyOf;
using ::testing::HasSubstr;

std::size_t files_of_documents(const Desk& desk) {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(desk.folder / "store" / "documents"))
    if (entry.is_regular_file()) ++count;
  return count;
}

std::string message_of(const Message& reply) {
  return reply.text(IPP_TAG_OPERATION, "status-message").value_or("");
}

std::string large_document() {
  return "%PDF-1.4 " + std::string(2'000'000, 'x');
}

TEST(UnstoredDocument, OfPrintJobIsSaidAndLeavesNothing) {
  Desk desk;
  {
    const platen::test::SmallFiles full(1'000'000);
    const Message reply = desk.ask(Request(IPP_OP_PRINT_JOB, "office"), large_document());
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_TEMPORARY);
    EXPECT_THAT(message_of(reply), HasSubstr("cannot store the document"));
    EXPECT_THAT(message_of(reply), HasSubstr("too large"));
  }
  EXPECT_EQ(desk.store->counts(2).active(), 0);
  EXPECT_EQ(files_of_documents(desk), 0U);
  // It goes on when there is room.
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_PRINT_JOB, "office"), large_document())),
            IPP_STATUS_OK);
  EXPECT_EQ(files_of_documents(desk), 1U);
}

TEST(UnstoredDocument, OfSendDocumentLeavesTheJobAsItWas) {
  Desk desk;
  const int id = job_id(desk.ask(Request(IPP_OP_CREATE_JOB, "office")));
  const auto send = [&] {
    Request request(IPP_OP_SEND_DOCUMENT, "office", id);
    request.boolean(IPP_TAG_OPERATION, "last-document", true);
    return desk.ask(request, large_document());
  };
  {
    const platen::test::SmallFiles full(1'000'000);
    const Message reply = send();
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_TEMPORARY);
    EXPECT_THAT(message_of(reply), HasSubstr("cannot store the document"));
  }
  EXPECT_EQ(files_of_documents(desk), 0U);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_TRUE(desk.job(id).incoming);
  EXPECT_TRUE(desk.job(id).documents.empty());
  EXPECT_EQ(Desk::status(send()), IPP_STATUS_OK); // the client tries again
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  EXPECT_EQ(desk.job(id).documents.size(), 1U);
}

// A small document is committed with its job: there is no room for either.
TEST(UnstoredDocument, ThatIsSmallIsNotAcknowledgedEither) {
  Desk desk;
  {
    const platen::test::SmallFiles full(0);
    const Message reply = desk.ask(Request(IPP_OP_PRINT_JOB, "office"), "%PDF-1.4");
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_TEMPORARY);
    EXPECT_THAT(message_of(reply), AnyOf(HasSubstr("full"), HasSubstr("disk I/O error")));
  }
  EXPECT_EQ(desk.store->counts(2).active(), 0);
  EXPECT_GT(desk.print(), 0);
}

TEST(CancelJob, WhileItsDocumentIsStillComing) {
  Desk desk;
  const int id = job_id(desk.ask(Request(IPP_OP_CREATE_JOB, "office")));
  Request request(IPP_OP_SEND_DOCUMENT, "office", id);
  request.boolean(IPP_TAG_OPERATION, "last-document", true);
  Upload upload(desk, request);
  const std::string document = large_document();
  upload.send(std::string_view(document).substr(0, 1'000'000));
  EXPECT_EQ(files_of_documents(desk), 1U);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::canceled); // at once, whatever still comes
  upload.send(std::string_view(document).substr(1'000'000));
  const Message reply = upload.finish();
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_JOB_CANCELED);
  EXPECT_THAT(message_of(reply), HasSubstr("was canceled meanwhile"));
  EXPECT_EQ(desk.job(id).state, JobState::canceled);
  EXPECT_TRUE(desk.job(id).documents.empty());
}

TEST(CancelJob, AtAPausedPrinter) {
  Desk desk;
  const auto paused = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.paused = true;
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(paused);
  const job::JobId id = desk.print();
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::canceled);
}

// What a device has begun is not taken away half printed.
TEST(MoveJob, ThatPrintsIsRefused) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.force(id, JobState::processing);
  Request request(IPP_OP_CUPS_MOVE_JOB, "office", id);
  request.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/photo");
  const Message reply = desk.ask(request);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_THAT(message_of(reply), HasSubstr("it has begun"));
  EXPECT_EQ(desk.job(id).printer, 2);
  EXPECT_EQ(desk.job(id).state, JobState::processing);
}

} // namespace
} // namespace platen::intake::ipp::test
