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

} // namespace
} // namespace platen::intake::ipp::test
