#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Request list(const std::string& user) {
  Request request(IPP_OP_GET_JOBS, "office", user);
  request.keyword(IPP_TAG_OPERATION, "requested-attributes", "all");
  return request;
}

TEST(Privacy, OthersSeeTheJobButNotItsNames) {
  Desk desk;
  desk.print();
  const Message other = desk.ask(list("ben"));
  EXPECT_THAT(values(other, "job-id"), ElementsAre("1"));
  EXPECT_THAT(values(other, "job-state"), ElementsAre("3"));
  for (const char* const name : {"job-name", "job-originating-user-name", "job-account-id",
                                 "job-originating-host-name", "document-name-supplied"})
    EXPECT_THAT(values(other, name), IsEmpty()) << name;
  EXPECT_THAT(values(desk.ask(list("anna")), "job-name"), Not(IsEmpty()));
  Request admin = list("x");
  admin.login = "admin";
  EXPECT_THAT(values(desk.ask(admin), "job-name"), Not(IsEmpty()));
}

TEST(Privacy, WhatHappenedToAJobsPixelsIsToldToItsOwnerWhoAsks) {
  Desk desk;
  const job::JobId id = desk.print();
  desk.edit(id, [](job::Job& job) -> Result<void> {
    job.statement = {"{\"source\":\"Anna's monitor\"}"};
    return {};
  });
  const auto asked = [&](const char* user, const char* attribute) {
    Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id, user);
    request.keyword(IPP_TAG_OPERATION, "requested-attributes", attribute);
    return values(desk.ask(request), "platen-statement").size();
  };
  EXPECT_EQ(asked("anna", "platen-statement"), 1U);
  EXPECT_EQ(asked("anna", "all"), 0U) << "it may be a megabyte, and of ten thousand jobs";
  EXPECT_EQ(asked("ben", "platen-statement"), 0U);
}

TEST(Privacy, NamesMayBePublic) {
  Policy policy;
  policy.others_see_names = true;
  Desk desk(policy);
  desk.print();
  EXPECT_THAT(values(desk.ask(list("ben")), "job-originating-user-name"), ElementsAre("anna"));
}

TEST(Privacy, OthersMayBeKeptFromSeeingJobsAtAll) {
  Policy policy;
  policy.others_see_jobs = false;
  Desk desk(policy);
  const job::JobId id = desk.print();
  EXPECT_THAT(values(desk.ask(list("ben")), "job-id"), IsEmpty());
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id, "ben"))),
            IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_GET_DOCUMENTS, "office", id, "ben"))),
            IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_THAT(values(desk.ask(list("anna")), "job-id"), ElementsAre("1"));
}

// A name in a request is a claim: it does not open the jobs of one who proved to have that name.
TEST(Privacy, AClaimedNameIsNotAProvenOne) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.login = "carla";
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  EXPECT_THAT(values(desk.ask(list("carla")), "job-name"), IsEmpty());
  Request cancel(IPP_OP_CANCEL_JOB, "office", id, "carla");
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  cancel.login = "carla";
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_OK);
}

// Nor does it tell which jobs are those of one who proved to have it.
TEST(Privacy, AClaimedNameFindsNoProvenJobs) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.login = "carla";
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  for (const char* const which : {"not-completed", "all", "completed"}) {
    Request mine(IPP_OP_GET_JOBS, "office", std::string("carla"));
    mine.boolean(IPP_TAG_OPERATION, "my-jobs", true)
        .keyword(IPP_TAG_OPERATION, "which-jobs", which);
    EXPECT_THAT(values(desk.ask(mine), "job-id"), IsEmpty()) << which;
    mine.login = "carla";
    EXPECT_EQ(values(desk.ask(mine), "job-id").size(), which[0] == 'c' ? 0U : 1U) << which;
  }
  EXPECT_THAT(values(desk.ask(list("ben")), "job-id"), ElementsAre(std::to_string(id)));
}

TEST(Privacy, APrinterDoesNotSayWhoLooksForIt) {
  Desk desk;
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_IDENTIFY_PRINTER, "office"))), IPP_STATUS_OK);
  EXPECT_EQ(desk.scheduler->identified, "");
  Request request(IPP_OP_IDENTIFY_PRINTER, "office");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_TEXT, "message", nullptr,
               "on the \x1b[7mleft\xff");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_EQ(desk.scheduler->identified, "on the ?[7mleft?");
}

TEST(Privacy, NamesOfPeopleArePrintable) {
  Desk desk;
  const job::JobId id = desk.print("office", "J\xc3\xb6rg\xff\n");
  EXPECT_EQ(desk.job(id).user, "J\xc3\xb6rg??");
}

TEST(Privacy, WhereALoginIsNeededAClaimedNameOwnsNothing) {
  Policy policy;
  policy.login_to_print = true;
  Desk desk(policy);
  job::Job old; // from before the policy
  old.printer = 2;
  old.user = "anna";
  const auto added =
      job::wait<job::Job>([&](auto done) { desk.store->add_job(old, {}, std::move(done)); });
  ASSERT_TRUE(added.has_value());
  Request cancel(IPP_OP_CANCEL_JOB, "office", added->id);
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  cancel.login = "anna";
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_OK);
}

TEST(Privacy, DocumentNamesAreNames) {
  Desk desk;
  Request print(IPP_OP_PRINT_JOB, "office");
  print.name(IPP_TAG_OPERATION, "document-name", "notice of termination.pdf");
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  for (const auto& [user, seen] : {std::pair{"anna", 1U}, {"ben", 0U}}) {
    Request request(IPP_OP_GET_DOCUMENT_ATTRIBUTES, "office", id, user);
    request.number(IPP_TAG_OPERATION, "document-number", 1);
    EXPECT_EQ(values(desk.ask(request), "document-name").size(), seen) << user;
  }
}

// ---- what a printer's own settings say

Message set(Desk& desk, const char* name, const std::vector<const char*>& values) {
  Request request(IPP_OP_SET_PRINTER_ATTRIBUTES, "office", std::string("x"));
  request.login = "admin";
  ippAddStrings(request.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, name,
                static_cast<int>(values.size()), nullptr, values.data());
  return desk.ask(request);
}

std::vector<std::string> seen_by(Desk& desk, const std::string& user, const char* name) {
  return values(desk.ask(list(user)), name);
}

TEST(PrinterPrivacy, HidesWhatItNamesFromOthers) {
  Policy policy;
  policy.others_see_names = true;
  Desk desk(policy);
  Request print(IPP_OP_PRINT_JOB, "office");
  print.number(IPP_TAG_JOB, "copies", 7);
  desk.ask(print, "%PDF");
  EXPECT_THAT(seen_by(desk, "ben", "job-name"), Not(IsEmpty()));
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-attributes", {"job-name", "copies"})),
            IPP_STATUS_OK);
  for (const char* const name : {"job-name", "copies"}) {
    EXPECT_THAT(seen_by(desk, "ben", name), IsEmpty()) << name;
    EXPECT_THAT(seen_by(desk, "anna", name), Not(IsEmpty())) << name;
  }
  EXPECT_THAT(seen_by(desk, "ben", "job-originating-user-name"), ElementsAre("anna"));
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-attributes", {"job-template"})), IPP_STATUS_OK);
  EXPECT_THAT(seen_by(desk, "ben", "copies"), IsEmpty());
  EXPECT_THAT(seen_by(desk, "ben", "job-name"), Not(IsEmpty()));
}

// Id and state are what a client needs to follow a job at all.
TEST(PrinterPrivacy, MayHideAllButIdAndState) {
  Desk desk;
  desk.print();
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-attributes", {"all"})), IPP_STATUS_OK);
  for (const char* const name : {"job-name", "job-k-octets", "copies", "job-state-message"})
    EXPECT_THAT(seen_by(desk, "ben", name), IsEmpty()) << name;
  for (const char* const name : {"job-id", "job-uri", "job-state", "job-state-reasons"})
    EXPECT_THAT(seen_by(desk, "ben", name), Not(IsEmpty())) << name;
}

TEST(PrinterPrivacy, SaysMoreThanTheServersPolicy) {
  Desk desk; // which hides names
  desk.print();
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-attributes", {"none"})), IPP_STATUS_OK);
  EXPECT_THAT(seen_by(desk, "ben", "job-originating-user-name"), ElementsAre("anna"));
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-attributes", {"default"})), IPP_STATUS_OK);
  EXPECT_THAT(seen_by(desk, "ben", "job-originating-user-name"), IsEmpty());
}

TEST(PrinterPrivacy, HasAScope) {
  Desk desk;
  desk.print();
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-scope", {"all"})), IPP_STATUS_OK);
  EXPECT_THAT(seen_by(desk, "ben", "job-name"), Not(IsEmpty()));
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-scope", {"none"})), IPP_STATUS_OK);
  EXPECT_THAT(seen_by(desk, "anna", "job-name"), IsEmpty());
  Request admin = list("x");
  admin.login = "admin";
  EXPECT_THAT(values(desk.ask(admin), "job-name"), Not(IsEmpty()));
}

TEST(PrinterPrivacy, IsToldToClientsAndTakesKnownWordsAlone) {
  Desk desk;
  const auto told = [&](const char* name) {
    return values(desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office")), name);
  };
  EXPECT_THAT(told("job-privacy-scope"), ElementsAre("owner"));
  set(desk, "job-privacy-attributes", {"job-template", "job-name"});
  set(desk, "job-privacy-scope", {"none"});
  EXPECT_THAT(told("job-privacy-attributes"), ElementsAre("job-template", "job-name"));
  EXPECT_THAT(told("job-privacy-scope"), ElementsAre("none"));
  for (const std::vector<const char*>& wrong :
       {std::vector<const char*>{"all", "job-name"}, {"none", "copies"}, {"Job Name"}, {""}}) {
    const Message reply = set(desk, "job-privacy-attributes", wrong);
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES) << wrong[0];
  }
  EXPECT_EQ(Desk::status(set(desk, "job-privacy-scope", {"friends"})),
            IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(told("job-privacy-attributes"), ElementsAre("job-template", "job-name"));
}

// What keeps the names of jobs keeps them out of the account and of notifications as well, and of
// the jobs that come from another printer.
TEST(PrinterPrivacy, KeepsNamesOutOfTheAccount) {
  Desk desk;
  set(desk, "job-privacy-attributes", {"job-name"});
  EXPECT_TRUE(desk.job(desk.print()).confidential);
  const job::JobId id = desk.print("photo");
  EXPECT_FALSE(desk.job(id).confidential);
  Request move(IPP_OP_CUPS_MOVE_JOB, "photo", id);
  move.uri(IPP_TAG_JOB, "job-printer-uri", "ipp://localhost/ipp/print/office");
  EXPECT_EQ(Desk::status(desk.ask(move)), IPP_STATUS_OK);
  EXPECT_TRUE(desk.job(id).confidential);
}

TEST(PrinterPrivacy, HidesDocumentsNames) {
  Policy policy;
  policy.others_see_names = true;
  Desk desk(policy);
  Request print(IPP_OP_PRINT_JOB, "office");
  print.name(IPP_TAG_OPERATION, "document-name", "notice of termination.pdf");
  const job::JobId id = job_id(desk.ask(print, "%PDF"));
  set(desk, "job-privacy-attributes", {"document-name"});
  Request request(IPP_OP_GET_DOCUMENT_ATTRIBUTES, "office", id, "ben");
  request.number(IPP_TAG_OPERATION, "document-number", 1);
  EXPECT_THAT(values(desk.ask(request), "document-name"), IsEmpty());
}

} // namespace
} // namespace platen::intake::ipp::test
