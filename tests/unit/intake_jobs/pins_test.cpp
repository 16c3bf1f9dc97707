#include "unit/intake_jobs/desk.h"

#include <array>

#include <cups/cups.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string sha256(std::string_view text) {
  std::array<unsigned char, 32> sum{};
  cupsHashData("sha2-256", text.data(), text.size(), sum.data(), sum.size());
  return {reinterpret_cast<const char*>(sum.data()), sum.size()};
}

job::JobId print_with_pin(Desk& desk, std::string_view pin, const char* encryption = nullptr) {
  Request request(IPP_OP_PRINT_JOB, "office");
  request.octets("job-password", pin);
  if (encryption != nullptr)
    request.keyword(IPP_TAG_OPERATION, "job-password-encryption", encryption);
  const Message reply = desk.ask(request, "%PDF");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  return job_id(reply);
}

ipp_status_t release(Desk& desk, job::JobId id, std::string_view pin, const std::string& user,
                     const char* encryption = nullptr) {
  Request request(IPP_OP_RELEASE_JOB, "office", id, user);
  if (!pin.empty()) request.octets("job-password", pin);
  if (encryption != nullptr)
    request.keyword(IPP_TAG_OPERATION, "job-password-encryption", encryption);
  return Desk::status(desk.ask(request));
}

TEST(JobPassword, HoldsTheJobUntilItIsSaid) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-password-wait"));
  EXPECT_THAT(desk.job(id).password, Not(HasSubstr("1234")));
  EXPECT_EQ(release(desk, id, "", "anna"), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(release(desk, id, "4321", "anna"), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(release(desk, id, "1234", "anna"), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(JobPassword, IsAllThatIsWaitedForWhenTheTimeHasPassed) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.octets("job-password", "1234");
  request.date(IPP_TAG_JOB, "job-hold-until-time", desk.now + 900);
  const job::JobId id = job_id(desk.ask(request, "%PDF"));
  const auto after = [&](job::Time seconds) {
    desk.now += seconds;
    desk.watch->sweep();
    desk.print(); // the sweep's changes are done before it
    return desk.job(id).reasons;
  };
  EXPECT_THAT(after(899), UnorderedElementsAre("job-hold-until-specified", "job-password-wait"));
  EXPECT_THAT(after(1), ElementsAre("job-password-wait"));
  EXPECT_EQ(desk.job(id).state, JobState::held);
}

TEST(JobPassword, WhoeverKnowsItMayReleaseTheJob) {
  Desk desk;
  EXPECT_EQ(release(desk, print_with_pin(desk, "1234"), "1234", "panel"), IPP_STATUS_OK);
}

TEST(JobPassword, MatchesHoweverEitherSideSendsIt) {
  Desk desk;
  EXPECT_EQ(release(desk, print_with_pin(desk, "1234"), sha256("1234"), "anna", "sha2-256"),
            IPP_STATUS_OK);
  EXPECT_EQ(release(desk, print_with_pin(desk, sha256("1234"), "sha2-256"), "1234", "anna", "none"),
            IPP_STATUS_OK);
}

TEST(JobPassword, IsNeverToldAndNeverDropped) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  const Message all = desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id));
  EXPECT_THAT(values(all, "job-password"), ElementsAre());
  // A job that is printed again waits for it again.
  EXPECT_EQ(release(desk, id, "1234", "anna"), IPP_STATUS_OK);
  desk.force(id, JobState::completed);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESTART_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::held);
}

TEST(JobPassword, OtherAttributesDoNotLetTheJobGo) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  Request set(IPP_OP_SET_JOB_ATTRIBUTES, "office", id);
  set.keyword(IPP_TAG_JOB, "job-hold-until", "no-hold");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  Request hold(IPP_OP_HOLD_JOB, "office", id);
  hold.keyword(IPP_TAG_OPERATION, "job-hold-until", "no-hold");
  EXPECT_EQ(Desk::status(desk.ask(hold)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::held);
}

TEST(JobPassword, AnUnusableOneRefusesTheJob) {
  Desk desk;
  for (const auto& [pin, encryption] :
       {std::pair<std::string, const char*>{"12", "none"}, {"1234", "md5"}, {"1234", "sha2-256"}}) {
    Request request(IPP_OP_PRINT_JOB, "office");
    request.octets("job-password", pin)
        .keyword(IPP_TAG_OPERATION, "job-password-encryption", encryption);
    EXPECT_EQ(Desk::status(desk.ask(request, "%PDF")), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  }
  EXPECT_EQ(desk.store->jobs({})->size(), 0U);
}

TEST(JobPassword, GuessingCostsTheGuesserTime) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(release(desk, id, "9999", "eve"), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(release(desk, id, "1234", "eve"), IPP_STATUS_ERROR_BUSY);
  desk.now += 1;
  EXPECT_EQ(release(desk, id, "9999", "eve"), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  desk.now += 1;
  EXPECT_EQ(release(desk, id, "1234", "eve"), IPP_STATUS_ERROR_BUSY);
  EXPECT_EQ(release(desk, id, "1234", "anna"), IPP_STATUS_OK); // who has done nothing wrong
  EXPECT_THAT(desk.audit.lines(), Contains(HasSubstr("a wrong PIN for job 1 from local")));
  EXPECT_THAT(desk.audit.lines(), Not(Contains(HasSubstr("9999"))));
}

TEST(JobPassword, TheWaitIsToldAndBounded) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  for (int i = 0; i < 40; ++i) {
    release(desk, id, "9999", "eve");
    desk.now += 900;
  }
  EXPECT_EQ(release(desk, id, "9999", "eve"), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  Request request(IPP_OP_RELEASE_JOB, "office", id, "eve");
  request.octets("job-password", "1234");
  EXPECT_THAT(values(desk.ask(request), "status-message"),
              ElementsAre(AllOf(HasSubstr("too many wrong PINs for job 1: try again in 15 min"),
                                HasSubstr("an operator releases it without one"))));
  desk.now += 900;
  EXPECT_EQ(release(desk, id, "1234", "eve"), IPP_STATUS_OK);
}

TEST(JobPassword, AnAdministratorReleasesWithoutItOnlyWhenThatIsMeant) {
  Desk desk;
  const job::JobId id = print_with_pin(desk, "1234");
  const auto without = [&](const char* login, bool meant) {
    Request request(IPP_OP_RELEASE_JOB, "office", id);
    request.login = login;
    if (meant) request.boolean(IPP_TAG_OPERATION, "platen-without-password", true);
    return Desk::status(desk.ask(request));
  };
  EXPECT_EQ(without("", true), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(without("carla", true), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(without("admin", false), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_EQ(without("admin", true), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  EXPECT_THAT(desk.audit.lines(),
              Contains(HasSubstr("admin release-job-without-password job 1: done")));
}

} // namespace
} // namespace platen::intake::ipp::test
