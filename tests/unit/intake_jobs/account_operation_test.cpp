#include "unit/intake/counter.h"
#include "wire/ipp/account_operation.h"
#include "wire/ipp/dates.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What was printed, over IPP.
namespace platen::intake::ipp::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int piece = platen::ipp::account_entries_at_once;

Message account_request() {
  return polite(platen::ipp::get_account_operation, "ipp://localhost/ipp/system");
}

Message ask(Desk& desk, const Message& request, const std::string& login = "admin") {
  Sent sent;
  if (!login.empty()) sent.authorization = "Basic " + login;
  return reply_of(send(desk, sent, request.encode()));
}

Message next(Desk& desk, job::Time from, int after, int limit) {
  const Message request = account_request();
  ippAddDate(request.get(), IPP_TAG_OPERATION, "platen-completed-from", ippTimeToDate(from));
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "platen-after-job-id", after);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", limit);
  return ask(desk, request);
}

// So many jobs that end now, with two sheets and three sides each.
void print_jobs(Desk& desk, int count) {
  for (int i = 0; i < count; ++i)
    desk.print();
  job::JobQuery unfinished;
  unfinished.which = job::JobQuery::Which::not_finished;
  ASSERT_TRUE(job::wait<std::vector<job::JobId>>([&](auto done) {
    desk.store->update_jobs(
        unfinished,
        [](job::Job& job) -> Result<void> {
          job.state = job::JobState::completed;
          job.counters.used = {2, 3};
          job.account_id = "4711";
          return {};
        },
        std::move(done));
  }));
}

TEST(AccountOperation, IsForAdministrators) {
  Desk desk;
  EXPECT_EQ(Desk::status(ask(desk, account_request(), "")), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(Desk::status(ask(desk, account_request(), "anna")), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(Desk::status(ask(desk, account_request())), IPP_STATUS_OK);
}

TEST(AccountOperation, RefusesADateThatIsNone) {
  Desk desk;
  const Message request = account_request();
  const std::array<ipp_uchar_t, 11> date{2026 >> 8, 2026 & 255, 13, 1, 0, 0, 0, 0, '+', 0, 0};
  ippAddDate(request.get(), IPP_TAG_OPERATION, "platen-completed-before", date.data());
  EXPECT_EQ(Desk::status(ask(desk, request)), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(AccountOperation, TellsAnEntryUnderTheNamesOfAJob) {
  Desk desk;
  print_jobs(desk, 1);
  const Message reply = ask(desk, account_request());
  EXPECT_THAT(values(reply, "job-id"), ElementsAre("1"));
  EXPECT_THAT(values(reply, "job-state"), ElementsAre("9"));
  EXPECT_THAT(values(reply, "printer-name"), ElementsAre("office"));
  EXPECT_THAT(values(reply, "job-originating-user-name"), ElementsAre("anna"));
  EXPECT_THAT(values(reply, "job-account-id"), ElementsAre("4711"));
  EXPECT_THAT(values(reply, "job-media-sheets-completed"), ElementsAre("2"));
  EXPECT_THAT(values(reply, "job-impressions-completed"), ElementsAre("3"));
  ipp_attribute_t* const ended = find(reply, "date-time-at-completed");
  ASSERT_NE(ended, nullptr);
  EXPECT_EQ(platen::ipp::moment_of(ippGetDate(ended, 0)), noon);
}

TEST(AccountOperation, TellsNothingOfAConfidentialName) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.edit(id, [](job::Job& job) -> Result<void> {
    job.confidential = true;
    job.state = job::JobState::canceled;
    return {};
  });
  EXPECT_THAT(values(ask(desk, account_request()), "job-name"), IsEmpty());
}

TEST(AccountOperation, GoesOnBehindTheLastEntryAlsoWithinASecond) {
  Desk desk;
  print_jobs(desk, 5);
  desk.now = desk.now + 10;
  print_jobs(desk, 2);
  EXPECT_THAT(values(next(desk, noon, 0, 3), "job-id"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(values(next(desk, noon, 3, 3), "job-id"), ElementsAre("4", "5", "6"));
  EXPECT_THAT(values(next(desk, noon + 10, 6, 3), "job-id"), ElementsAre("7"));
  EXPECT_THAT(values(next(desk, noon + 10, 7, 3), "job-id"), IsEmpty());
}

TEST(AccountOperation, AnswersInPieces) {
  Desk desk;
  print_jobs(desk, piece + 1);
  EXPECT_EQ(values(ask(desk, account_request()), "job-id").size(), std::size_t{piece});
  EXPECT_EQ(values(next(desk, noon, 0, 1'000'000), "job-id").size(), std::size_t{piece});
  EXPECT_THAT(values(next(desk, noon, piece, piece), "job-id"),
              ElementsAre(std::to_string(piece + 1)));
  EXPECT_EQ(Desk::status(next(desk, noon, 0, 0)), IPP_STATUS_ERROR_BAD_REQUEST);
}

} // namespace
} // namespace platen::intake::ipp::test
