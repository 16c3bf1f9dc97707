#include "intake/ipp/job_account.h"
#include "unit/intake_jobs/departments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Whose account a job is written to.
namespace platen::intake::ipp::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Departments, TakeAJobWithTheRightPinAndForgetThePin) {
  Desk desk;
  write_book(desk);
  const Message reply = print(desk, "4711:12345");
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  const job::Job job = desk.job(job_id(reply));
  EXPECT_EQ(job.account_id, "4711");
  EXPECT_THAT(job.attributes, Not(HasSubstr("12345")));
  Request ask(IPP_OP_GET_JOB_ATTRIBUTES, "office", job.id);
  EXPECT_THAT(values(desk.ask(ask), "job-account-id"), ElementsAre("4711"));
}

TEST(Departments, RefuseAWrongPinAndAskForAMissingOneWhereTheClientWantsToKnow) {
  Desk desk;
  write_book(desk);
  const auto status = [&](const char* account) {
    return Desk::status(desk.ask(print_request(account, "anna", IPP_OP_PRINT_JOB, true), "%PDF"));
  };
  EXPECT_EQ(status("4711"), IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  EXPECT_EQ(status("4712"),
            IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED); // whether it is there is not told
  EXPECT_EQ(status("4711:54321"), IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED);
  EXPECT_EQ(status("4712:12345"), IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED);
  EXPECT_EQ(status("7"), IPP_STATUS_OK);
  EXPECT_EQ(status(nullptr), IPP_STATUS_OK);
}

TEST(Departments, MayBeAskedForByAPrinterOrNot) {
  Desk desk;
  write_book(desk);
  want_departments(desk, "required");
  EXPECT_EQ(Desk::status(validate(desk, nullptr)), IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  EXPECT_EQ(Desk::status(validate(desk, "")), IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  want_departments(desk, "none");
  const Message reply = print(desk, "a project");
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(job_id(reply)).account_id, "a project");
}

TEST(Departments, OfAUserNeedNothingFromThePhone) {
  Desk desk;
  write_book(desk);
  want_departments(desk, "required");
  const Message reply = print(desk, nullptr, "carla");
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(job_id(reply)).account_id, "4711");
  EXPECT_EQ(Desk::status(print(desk, "4711", "carla")), IPP_STATUS_OK);
}

TEST(Departments, CannotBeChangedBehindTheBackOfTheirPin) {
  Desk desk;
  write_book(desk);
  const job::JobId id = desk.print();
  const auto change = [&](const char* account) {
    Request request(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
    request.name(IPP_TAG_JOB, "job-account-id", account);
    return Desk::status(desk.ask(request));
  };
  EXPECT_EQ(change("4711:54321"), IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED);
  EXPECT_EQ(desk.job(id).account_id, "");
  EXPECT_EQ(change("4711:12345"), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).account_id, "4711");
}

TEST(Departments, WithNothingLeftRefuseAJobWhereThatIsThePolicy) {
  Policy policy;
  policy.refuse_beyond_limits = true;
  Desk desk(policy);
  write_book(desk);
  const Message first = print(desk, "4711:12345");
  ASSERT_EQ(Desk::status(first), IPP_STATUS_OK);
  desk.edit(job_id(first), [](job::Job& job) -> Result<void> {
    job.state = job::JobState::completed;
    job.counters.used = {20, 20};
    return {};
  });
  EXPECT_EQ(Desk::status(print(desk, "4711:12345")), IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED);
  EXPECT_EQ(Desk::status(print(desk, "7")), IPP_STATUS_OK);
}

TEST(Confidential, NamesAreForTheirOwnersAlone) {
  Policy policy;
  policy.others_see_names = true;
  Desk desk(policy);
  ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.confidential = true;
          return {};
        },
        std::move(done));
  }));
  const job::JobId id = desk.print();
  const auto names = [&](const std::string& user) {
    Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id, user);
    request.keyword(IPP_TAG_OPERATION, "requested-attributes", "all");
    return values(desk.ask(request), "job-name");
  };
  EXPECT_THAT(names("ben"), IsEmpty());
  EXPECT_THAT(names("anna"), Not(IsEmpty()));
}

// Where it is two hours later than in Greenwich until the clock is put back, one afterwards.
Calendar with_a_change_at(job::Time change) {
  const auto offset = [change](job::Time time) { return time < change ? 7'200 : 3'600; };
  return {[offset](job::Time time) {
            const std::time_t shown = time + offset(time);
            std::tm date{};
            gmtime_r(&shown, &date);
            return date;
          },
          [offset](std::tm date) {
            const job::Time shown = timegm(&date);
            return shown - offset(shown - 7'200);
          }};
}

TEST(Periods, BeginAtLocalMidnight) {
  constexpr job::Time change = 1'792'890'000; // 2026-10-25 01:00 UTC
  const Calendar calendar = with_a_change_at(change);
  constexpr job::Time later = change + 5 * 86'400; // Friday the 30th, 02:00 there
  using Period = auth::Allowance::Period;
  EXPECT_EQ(period_begin(Period::day, later, calendar), 1'793'314'800);   // 30th, 00:00 +0100
  EXPECT_EQ(period_begin(Period::week, later, calendar), 1'792'969'200);  // Monday the 26th, +0100
  EXPECT_EQ(period_begin(Period::month, later, calendar), 1'790'805'600); // 1st, 00:00 +0200
  EXPECT_EQ(period_begin(Period::week, change, calendar), 1'792'360'800); // Monday the 19th, +0200
}

// ---- moving

ipp_status_t move_to_office(Desk& desk, job::JobId id, std::string* says = nullptr) {
  Request move(IPP_OP_CUPS_MOVE_JOB, "photo", id);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/office");
  const Message reply = desk.ask(move);
  if (says != nullptr) *says = values(reply, "status-message").at(0);
  return Desk::status(reply);
}

job::JobId print_photo(Desk& desk, const char* account, const std::string& user = "anna") {
  Request request(IPP_OP_PRINT_JOB, "photo", user);
  if (account != nullptr) request.name(IPP_TAG_JOB, "job-account-id", account);
  const Message reply = desk.ask(request, "%PDF");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  return job_id(reply);
}

TEST(MovedJob, NeedsADepartmentWhereThePrinterWantsOne) {
  Desk desk;
  write_book(desk);
  want_departments(desk, "required");
  const job::JobId without = print_photo(desk, nullptr), with = print_photo(desk, "4711:12345");
  std::string says;
  EXPECT_EQ(move_to_office(desk, without, &says), IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  EXPECT_THAT(says, HasSubstr("the printer office wants the number of a department, which job 1 "
                              "has not: give it one first"));
  EXPECT_EQ(desk.job(without).printer, 1);
  EXPECT_EQ(move_to_office(desk, with), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(with).printer, 2);
  // As the words say.
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "photo", without);
  set.name(IPP_TAG_JOB, "job-account-id", "4711:12345");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  EXPECT_EQ(move_to_office(desk, without), IPP_STATUS_OK);
}

void dont_look_at_photo_accounts(const Desk& desk) {
  ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        1,
        [](job::Printer& printer) -> Result<void> {
          printer.departments = "none";
          return {};
        },
        std::move(done));
  }));
}

// A printer that looks at no accounts lets anybody name any: that is no way to another department.
TEST(MovedJob, BringsNoAccountThatNobodyHasProven) {
  Desk desk;
  write_book(desk);
  dont_look_at_photo_accounts(desk);
  const job::JobId id = print_photo(desk, "4711"), open = print_photo(desk, "7");
  std::string says;
  EXPECT_EQ(move_to_office(desk, id, &says), IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  EXPECT_THAT(says, HasSubstr("wants the PIN of the department 4711"));
  EXPECT_EQ(move_to_office(desk, open), IPP_STATUS_OK); // that one has no PIN
}

TEST(MovedJob, CountsForTheDepartmentOfItsUser) {
  Desk desk;
  write_book(desk);
  dont_look_at_photo_accounts(desk);
  want_departments(desk, "required");
  const job::JobId id = print_photo(desk, nullptr, "carla");
  Request move(IPP_OP_CUPS_MOVE_JOB, "photo", id, "carla");
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/office");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).account_id, "4711");
}

TEST(MovedJob, IsRefusedWhereItsDepartmentMayPrintNoMore) {
  Policy policy;
  policy.refuse_beyond_limits = true;
  Desk desk(policy);
  write_book(desk);
  const job::JobId id = print_photo(desk, "4711:12345"), used = print_photo(desk, "4711:12345");
  desk.edit(used, [](job::Job& job) -> Result<void> {
    job.state = job::JobState::completed;
    job.counters.used = {20, 20};
    return {};
  });
  EXPECT_EQ(move_to_office(desk, id), IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED);
  EXPECT_EQ(desk.job(id).printer, 1);
}

TEST(MovedJob, AllOfAPrinterGoWhichMay) {
  Desk desk;
  write_book(desk);
  want_departments(desk, "required");
  const job::JobId without = print_photo(desk, nullptr), with = print_photo(desk, "4711:12345");
  Request move(IPP_OP_CUPS_MOVE_JOB, "photo", std::string("x"));
  move.login = "admin";
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/office");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(without).printer, 1);
  EXPECT_EQ(desk.job(with).printer, 2);
}

} // namespace
} // namespace platen::intake::ipp::test
