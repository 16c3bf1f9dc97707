#include "intake/ipp/pins.h"
#include "unit/intake_jobs/departments.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Jobs that are kept although their department, or their language, is not right.
namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Message set_account(Desk& desk, job::JobId id, const char* account, const std::string& user) {
  Request request(IPP_OP_SET_JOB_ATTRIBUTES, "office", id, user);
  if (user == "admin") request.login = user;
  request.name(IPP_TAG_JOB, "job-account-id", account);
  return desk.ask(request);
}

Message release(Desk& desk, job::JobId id) {
  return desk.ask(Request(IPP_OP_RELEASE_JOB, "office", id));
}

class AccountHold : public ::testing::Test {
protected:
  AccountHold() { write_book(desk); }
  job::JobId held(const char* account, const char* reason) {
    const Message reply = print(desk, account);
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
    EXPECT_THAT(values(reply, "job-state-reasons"), ElementsAre(reason));
    EXPECT_EQ(desk.job(job_id(reply)).state, JobState::held);
    return job_id(reply);
  }
  Desk desk;
};

TEST_F(AccountHold, KeepsAJobWithAWrongPinAndSaysWhatToDo) {
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  const job::Job job = desk.job(id);
  EXPECT_EQ(job.account_id, ""); // it counts for nobody
  EXPECT_THAT(job.state_message, HasSubstr("the department's number or PIN is wrong: give the "
                                           "right ones as job-account-id=NUMBER:PIN"));
  EXPECT_THAT(job.state_message, Not(HasSubstr("4711")));
  EXPECT_THAT(job.attributes, Not(HasSubstr("54321")));
}

TEST_F(AccountHold, TellsNoDifferenceBetweenAWrongPinAndNoSuchDepartment) {
  const job::JobId one = held("4711:54321", "account-authorization-failed");
  const job::JobId other = held("4712:12345", "account-authorization-failed");
  EXPECT_EQ(desk.job(one).state_message, desk.job(other).state_message);
}

TEST_F(AccountHold, KeepsAJobWithoutADepartmentWhereThePrinterWantsOne) {
  want_departments(desk, "required");
  const job::JobId id = held(nullptr, "account-info-needed");
  EXPECT_THAT(desk.job(id).state_message,
              HasSubstr("the printer office wants the number of a department: give it as"));
  const job::JobId without_pin = held("4711", "account-info-needed");
  EXPECT_THAT(desk.job(without_pin).state_message, HasSubstr("the department wants its PIN"));
}

TEST_F(AccountHold, EndsWithTheRightPinAndNotWithARelease) {
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  const Message refused = release(desk, id);
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_THAT(values(refused, "status-message").at(0), HasSubstr("number or PIN is wrong"));
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711:11111", "anna")),
            IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711:12345", "anna")), IPP_STATUS_OK);
  const job::Job job = desk.job(id);
  EXPECT_EQ(job.state, JobState::pending);
  EXPECT_EQ(job.account_id, "4711");
  EXPECT_EQ(job.state_message, "");
}

TEST_F(AccountHold, KeepsWhateverElseHoldsTheJob) {
  Request request = print_request("4711:54321");
  request.keyword(IPP_TAG_JOB, "job-hold-until", "indefinite");
  const job::JobId id = job_id(desk.ask(request, "%PDF"));
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711:12345", "anna")), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-hold-until-specified"));
  EXPECT_EQ(desk.job(id).state, JobState::held);
}

TEST_F(AccountHold, CanBeEndedByAnAdministratorWithoutThePin) {
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711", "anna")),
            IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED);
  EXPECT_EQ(Desk::status(set_account(desk, id, "4712", "admin")),
            IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED); // there is none
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711", "admin")), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).account_id, "4711");
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST_F(AccountHold, IsNoMatterOfOtherPeople) {
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711:12345", "ben")),
            IPP_STATUS_ERROR_NOT_AUTHENTICATED);
}

TEST_F(AccountHold, OutlivesEverythingThatBeginsAJobAnew) {
  want_departments(desk, "required");
  const job::JobId id = held(nullptr, "account-info-needed");
  const Message copy = desk.ask(Request(IPP_OP_RESUBMIT_JOB, "office", id));
  ASSERT_EQ(Desk::status(copy), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(job_id(copy)).reasons, ElementsAre("account-info-needed"));
  EXPECT_EQ(desk.job(job_id(copy)).state, JobState::held);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESTART_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("account-info-needed"));
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(Desk::status(set_account(desk, id, "4711:12345", "anna")), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST_F(AccountHold, OfACopyEndsWithTheRightPin) {
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  Request wrong(IPP_OP_RESUBMIT_JOB, "office", id), right(IPP_OP_RESUBMIT_JOB, "office", id);
  wrong.name(IPP_TAG_JOB, "job-account-id", "4711:11111");
  right.name(IPP_TAG_JOB, "job-account-id", "4711:12345");
  const job::Job held_copy = desk.job(job_id(desk.ask(wrong)));
  EXPECT_EQ(held_copy.state, JobState::held);
  EXPECT_THAT(held_copy.reasons, ElementsAre("account-authorization-failed"));
  const job::Job copy = desk.job(job_id(desk.ask(right)));
  EXPECT_EQ(copy.state, JobState::pending);
  EXPECT_EQ(copy.account_id, "4711");
}

TEST_F(AccountHold, WaitsForItsDocumentsLikeAnyJob) {
  const job::JobId id = job_id(desk.ask(print_request("4711:54321", "anna", IPP_OP_CREATE_JOB)));
  Request send(IPP_OP_SEND_DOCUMENT, "office", id);
  send.boolean(IPP_TAG_OPERATION, "last-document", true);
  ASSERT_EQ(Desk::status(desk.ask(send, "%PDF")), IPP_STATUS_OK);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("account-authorization-failed"));
  EXPECT_EQ(desk.job(id).state, JobState::held);
}

TEST_F(AccountHold, EndsAtAPrinterThatLooksAtNoAccounts) {
  ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        1,
        [](job::Printer& printer) -> Result<void> {
          printer.departments = "none";
          return {};
        },
        std::move(done));
  }));
  const job::JobId id = held("4711:54321", "account-authorization-failed");
  Request move(IPP_OP_CUPS_MOVE_JOB, "office", id);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/photo");
  ASSERT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  EXPECT_THAT(desk.job(id).reasons, IsEmpty());
}

TEST_F(AccountHold, MakesNobodyWaitLessForTheNextTry) {
  bool slowed = false;
  for (int i = 0; i < 2 * auth::PinTries::of_address && !slowed; ++i)
    slowed = Desk::status(print(desk, "4711:54321")) == IPP_STATUS_ERROR_BUSY;
  EXPECT_TRUE(slowed);
  // Not even the right one is told then.
  EXPECT_EQ(Desk::status(print(desk, "4711:12345")), IPP_STATUS_ERROR_BUSY);
}

TEST_F(AccountHold, IsDecidedOnTheThreadOfThePasswords) {
  std::promise<void> gate;
  std::promise<std::thread::id> there;
  desk.pins->apart(
      [&, opened = gate.get_future().share()]() -> Result<void> {
        there.set_value(std::this_thread::get_id());
        opened.wait();
        return {};
      },
      [](const Result<void>&) {});
  std::promise<Message> reply;
  std::thread client([&] { reply.set_value(print(desk, "4711:12345")); });
  // Its PIN has to wait; whoever needs none is answered meanwhile.
  const auto pin_thread = there.get_future().get();
  EXPECT_EQ(Desk::status(print(desk, "7")), IPP_STATUS_OK);
  EXPECT_NE(pin_thread, std::this_thread::get_id());
  gate.set_value();
  EXPECT_EQ(Desk::status(reply.get_future().get()), IPP_STATUS_OK);
  client.join();
}

// ---- languages

Request in_language(ipp_op_t operation, const char* language, job::JobId id = 0) {
  Request request =
      id == 0 ? Request(operation, "office") : Request(operation, "office", id, "anna");
  request.keyword(IPP_TAG_JOB, "canon-printer-language", language);
  return request;
}

TEST(LanguageHold, KeepsAJobForALanguageThatThePrinterDoesNotHave) {
  Desk desk;
  const Message reply = desk.ask(in_language(IPP_OP_PRINT_JOB, "ufr-ii"), "%PDF");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  EXPECT_THAT(unsupported(reply), ElementsAre("canon-printer-language"));
  EXPECT_THAT(values(reply, "job-state-reasons"), ElementsAre("resources-are-not-supported"));
  const job::Job job = desk.job(job_id(reply));
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_EQ(job.state_message,
            "the printer does not have the language ufr-ii (pcl-xl, pcl-5e): choose one as "
            "printer-language, or release the job to print it in pcl-xl");
}

TEST(LanguageHold, EndsWithAChoiceOrARelease) {
  Desk desk;
  const auto held = [&] {
    return job_id(desk.ask(in_language(IPP_OP_PRINT_JOB, "ufr-ii"), "%PDF"));
  };
  const job::JobId chosen = held(), released = held();
  ASSERT_EQ(Desk::status(desk.ask(in_language(IPP_OP_SET_JOB_ATTRIBUTES, "pcl-5e", chosen))),
            IPP_STATUS_OK);
  EXPECT_EQ(desk.job(chosen).state, JobState::pending);
  EXPECT_THAT(desk.job(chosen).options,
              Contains(std::pair<std::string, std::string>("printer-language", "pcl-5e")));
  ASSERT_EQ(Desk::status(release(desk, released)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(released).state, JobState::pending);
  EXPECT_EQ(desk.job(released).state_message, "");
}

TEST(LanguageHold, IsARefusalWhereTheClientWantsToKnow) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true);
  request.keyword(IPP_TAG_JOB, "canon-printer-language", "ufr-ii");
  EXPECT_EQ(Desk::status(desk.ask(request, "%PDF")), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
}

} // namespace
} // namespace platen::intake::ipp::test
