#include "intake/ipp/job_order.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/which_jobs.h"
#include "unit/intake_jobs/desk.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<int> listed(Desk& desk, const Request& request) {
  std::vector<int> ids;
  const Message reply = desk.ask(request);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  for (const std::string& text : values(reply, "job-id"))
    ids.push_back(std::stoi(text));
  return ids;
}

std::vector<job::JobId> ids_of(const Result<std::vector<job::Job>>& jobs) {
  std::vector<job::JobId> ids;
  EXPECT_TRUE(jobs);
  for (const job::Job& job : jobs.value_or(std::vector<job::Job>()))
    ids.push_back(job.id);
  return ids;
}

class Listing : public ::testing::Test {
protected:
  // 1 completed, 2 canceled, 3 aborted, 4 pending, 5 held, 6 processing, 7 pending of ben,
  // 8 pending at the photo printer
  void SetUp() override {
    desk.order.set(job::QueueOrder::age);
    for (int i = 0; i < 6; ++i)
      desk.print();
    desk.print("office", "ben");
    desk.print("photo");
    desk.now += 10;
    desk.force(1, JobState::completed);
    desk.force(2, JobState::canceled);
    desk.force(3, JobState::aborted);
    desk.force(5, JobState::held);
    desk.force(6, JobState::processing);
  }
  Request which(const char* keyword, const std::string& printer = "office") {
    Request request(IPP_OP_GET_JOBS, printer);
    request.keyword(IPP_TAG_OPERATION, "which-jobs", keyword);
    return request;
  }
  Desk desk;
};

TEST_F(Listing, IsInTheOrderOfService) {
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 4, 7, 5));
  desk.edit(7, [](job::Job& job) -> Result<void> {
    job.priority = 90;
    return {};
  });
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 7, 4, 5));
}

TEST_F(Listing, HasOnlyIdAndUriUnlessAskedForMore) {
  const Message reply = desk.ask(Request(IPP_OP_GET_JOBS, "office"));
  EXPECT_THAT(values(reply, "job-uri"), Not(IsEmpty()));
  for (const char* const name : {"job-name", "job-state", "copies", "sides", "time-at-creation"})
    EXPECT_THAT(values(reply, name), IsEmpty()) << name;
}

TEST_F(Listing, WhichJobs) {
  EXPECT_THAT(listed(desk, which("completed")), ElementsAre(3, 2, 1)); // newest first
  EXPECT_THAT(listed(desk, which("all")), ElementsAre(1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(listed(desk, which("not-completed")), ElementsAre(6, 4, 7, 5));
  EXPECT_THAT(listed(desk, which("pending")), ElementsAre(4, 7));
  EXPECT_THAT(listed(desk, which("pending-held")), ElementsAre(5));
  EXPECT_THAT(listed(desk, which("processing")), ElementsAre(6));
  EXPECT_THAT(listed(desk, which("processing-stopped")), IsEmpty());
  EXPECT_THAT(listed(desk, which("canceled")), ElementsAre(2));
  EXPECT_THAT(listed(desk, which("aborted")), ElementsAre(3));
  EXPECT_THAT(listed(desk, which("proof-print")), IsEmpty());
}

TEST_F(Listing, OtherWordsAreRefusedByName) {
  const Message reply = desk.ask(which("fetchable"));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(unsupported(reply), ElementsAre("which-jobs"));
}

TEST_F(Listing, EveryAnnouncedWordIsTaken) {
  for (const std::string_view keyword : which_jobs_keywords())
    EXPECT_EQ(Desk::status(desk.ask(which(std::string(keyword).c_str()))), IPP_STATUS_OK);
}

TEST_F(Listing, LimitAndFirstIndexPage) {
  Request first(IPP_OP_GET_JOBS, "office");
  first.number(IPP_TAG_OPERATION, "limit", 1);
  EXPECT_THAT(listed(desk, first), ElementsAre(6)); // the one that prints
  Request next(IPP_OP_GET_JOBS, "office");
  next.number(IPP_TAG_OPERATION, "limit", 2).number(IPP_TAG_OPERATION, "first-index", 3);
  EXPECT_THAT(listed(desk, next), ElementsAre(7, 5));
  Request wrong(IPP_OP_GET_JOBS, "office");
  wrong.number(IPP_TAG_OPERATION, "limit", 0);
  EXPECT_EQ(Desk::status(desk.ask(wrong)), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST_F(Listing, MyJobs) {
  Request ben(IPP_OP_GET_JOBS, "office", std::string("ben"));
  ben.boolean(IPP_TAG_OPERATION, "my-jobs", true);
  EXPECT_THAT(listed(desk, ben), ElementsAre(7));
  Request nobody(IPP_OP_GET_JOBS, "office", std::string("nobody"));
  nobody.boolean(IPP_TAG_OPERATION, "my-jobs", true);
  EXPECT_THAT(listed(desk, nobody), IsEmpty());
}

TEST_F(Listing, AllPrintersForCupsClients) {
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "")), ElementsAre(6, 4, 7, 8, 5));
}

TEST_F(Listing, ByIds) {
  Request some(IPP_OP_GET_JOBS, "office");
  some.numbers("job-ids", {1, 6});
  EXPECT_THAT(listed(desk, some), ElementsAre(1, 6));
  Request unknown(IPP_OP_GET_JOBS, "office");
  unknown.numbers("job-ids", {1, 999});
  EXPECT_EQ(Desk::status(desk.ask(unknown)), IPP_STATUS_ERROR_NOT_FOUND);
  some.boolean(IPP_TAG_OPERATION, "my-jobs", true);
  EXPECT_EQ(Desk::status(desk.ask(some)), IPP_STATUS_ERROR_CONFLICTING);
}

TEST_F(Listing, FirstJobId) {
  Request later = which("all");
  later.number(IPP_TAG_OPERATION, "first-job-id", 5);
  EXPECT_THAT(listed(desk, later), ElementsAre(5, 6, 7));
}

TEST_F(Listing, AllAttributesHaveTheirSyntax) {
  Request request = which("completed");
  request.keyword(IPP_TAG_OPERATION, "requested-attributes", "all");
  const Message reply = desk.ask(request);
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get())) {
    const char* const name = ippGetName(attribute);
    EXPECT_TRUE(name == nullptr || ippValidateAttribute(attribute) != 0) << name;
  }
  EXPECT_EQ(values(reply, "job-state").size(), 3U);
  EXPECT_EQ(values(reply, "time-at-completed"),
            std::vector<std::string>(3, std::to_string(noon + 10)));
  EXPECT_THAT(values(reply, "job-state-reasons"), ::testing::Each("job-restartable"));
}

TEST_F(Listing, SettingsAreJobTemplateAttributes) {
  Request print(IPP_OP_PRINT_JOB, "office");
  print.number(IPP_TAG_JOB, "copies", 2)
      .number(IPP_TAG_JOB, "job-priority", 77)
      .name(IPP_TAG_JOB, "job-hold-until", "00:30:00")
      .number(IPP_TAG_JOB, "job-retain-until-interval", 60)
      .name(IPP_TAG_JOB, "job-account-id", "4711");
  const int id = job_id(desk.ask(print, "%PDF"));
  Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id);
  request.keyword(IPP_TAG_OPERATION, "requested-attributes", "job-template");
  const Message reply = desk.ask(request);
  EXPECT_THAT(values(reply, "copies"), ElementsAre("2"));
  EXPECT_THAT(values(reply, "job-priority"), ElementsAre("77"));
  EXPECT_THAT(values(reply, "job-hold-until"), ElementsAre("00:30:00"));
  EXPECT_THAT(values(reply, "job-retain-until-interval"), ElementsAre("60"));
  EXPECT_THAT(values(reply, "job-account-id"), ElementsAre("4711"));
  EXPECT_THAT(values(reply, "job-state"), IsEmpty());
  Request named(IPP_OP_GET_JOB_ATTRIBUTES, "office", id);
  named.keyword(IPP_TAG_OPERATION, "requested-attributes", "copies");
  EXPECT_THAT(values(desk.ask(named), "copies"), ElementsAre("2"));
}

TEST_F(Listing, InterveningJobsAreCounted) {
  Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", 7);
  request.keyword(IPP_TAG_OPERATION, "requested-attributes", "number-of-intervening-jobs");
  EXPECT_THAT(values(desk.ask(request), "number-of-intervening-jobs"), ElementsAre("2"));
}

TEST_F(Listing, DocumentsOfAJob) {
  Request request(IPP_OP_GET_DOCUMENTS, "office", 1);
  EXPECT_THAT(values(desk.ask(request), "document-number"), ElementsAre("1"));
  Request attributes(IPP_OP_GET_DOCUMENT_ATTRIBUTES, "office", 1);
  EXPECT_EQ(Desk::status(desk.ask(attributes)), IPP_STATUS_ERROR_BAD_REQUEST);
  attributes.number(IPP_TAG_OPERATION, "document-number", 1);
  const Message reply = desk.ask(attributes);
  EXPECT_THAT(values(reply, "document-state"), ElementsAre("9"));
  EXPECT_THAT(values(reply, "last-document"), ElementsAre("true"));
  Request missing(IPP_OP_GET_DOCUMENT_ATTRIBUTES, "office", 1);
  missing.number(IPP_TAG_OPERATION, "document-number", 2);
  EXPECT_EQ(Desk::status(desk.ask(missing)), IPP_STATUS_ERROR_NOT_FOUND);
}

TEST_F(Listing, ActualAttributesComeWithProcessing) {
  Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", 1);
  request.keyword(IPP_TAG_OPERATION, "requested-attributes", "job-actuals");
  const Message reply = desk.ask(request);
  EXPECT_THAT(values(reply, "sides-actual"), ElementsAre("one-sided"));
  EXPECT_THAT(values(reply, "copies-actual"), ElementsAre("1"));
  EXPECT_THAT(values(reply, "sides"), IsEmpty());
  Request pending(IPP_OP_GET_JOB_ATTRIBUTES, "office", 4);
  EXPECT_THAT(values(desk.ask(pending), "sides-actual"), IsEmpty());
}

// Each kind of sheet and each turn is a value; no attribute is there twice.
TEST(GetJobAttributes, NamesThePageOfTheJobInTheApp) {
  Desk desk;
  const job::JobId id = desk.print();
  const Message reply = desk.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id));
  EXPECT_THAT(values(reply, "job-more-info"),
              ElementsAre(::testing::EndsWith("/#/jobs/" + std::to_string(id))));
}

TEST(ActualAttributes, HaveAValueForEachKindOfSheet) {
  const Desk desk;
  const auto model = model::find_model(desk.models, "canon-ir1020");
  ASSERT_TRUE(model.has_value());
  const auto message =
      Message::parse(as_bytes(encode_actual(**model, {{"copies", "2"},
                                                      {"media", "iso_a4_210x297mm"},
                                                      {"media-type", "stationery"},
                                                      {"media-source", "tray-1"},
                                                      {"media", "iso_a5_148x210mm"},
                                                      {"media-type", "stationery"},
                                                      {"media", "iso_a4_210x297mm"},
                                                      {"media-type", "labels"},
                                                      {"orientation-requested", "portrait"},
                                                      {"orientation-requested", "landscape"}})));
  ASSERT_TRUE(message.has_value());
  EXPECT_THAT(values(*message, "media-actual"),
              ElementsAre("iso_a4_210x297mm", "iso_a5_148x210mm"));
  EXPECT_THAT(values(*message, "copies-actual"), ElementsAre("2"));
  EXPECT_THAT(values(*message, "orientation-requested-actual"), ElementsAre("3", "4"));
  ipp_attribute_t* const media =
      ippFindAttribute(message->get(), "media-col-actual", IPP_TAG_BEGIN_COLLECTION);
  ASSERT_NE(media, nullptr);
  ASSERT_EQ(ippGetCount(media), 3);
  const auto member = [&](int index, const char* name) -> std::string {
    ipp_attribute_t* const found =
        ippFindAttribute(ippGetCollection(media, index), name, IPP_TAG_KEYWORD);
    return found == nullptr ? "" : ippGetString(found, 0, nullptr);
  };
  EXPECT_EQ(member(0, "media-source"), "tray-1");
  EXPECT_EQ(member(1, "media-source"), "");
  EXPECT_EQ(member(2, "media-type"), "labels");
}

// ---- order

job::Job waiting(job::JobId id, std::int32_t priority) {
  job::Job job;
  job.id = id;
  job.priority = priority;
  job.state = JobState::pending;
  return job;
}

TEST(Order, PriorityAfter) {
  constexpr auto age = job::QueueOrder::age;
  const std::vector<job::Job> jobs{waiting(1, 50), waiting(2, 50), waiting(3, 40), waiting(4, 50)};
  EXPECT_EQ(priority_after(jobs, jobs[3], std::nullopt, age), 51);
  EXPECT_EQ(priority_after(jobs, jobs[2], 4, age), 1);            // last already
  EXPECT_EQ(priority_after(jobs, jobs[3], 2, age), 41);           // between 2 and 3
  EXPECT_EQ(priority_after(jobs, jobs[3], 1, age), std::nullopt); // 2 is as old as it was
  EXPECT_EQ(priority_after(jobs, jobs[0], 2, age), std::nullopt); // 4 follows 2 at once
  EXPECT_EQ(priority_after({waiting(1, 100), waiting(2, 1)}, waiting(2, 1), std::nullopt, age),
            std::nullopt);
}

TEST(Order, PriorityAfterWhereUsersTakeTurns) {
  constexpr auto fair = job::QueueOrder::fair;
  const std::vector<job::Job> jobs{waiting(2, 50), waiting(1, 50), waiting(4, 50), waiting(3, 40)};
  EXPECT_EQ(priority_after(jobs, jobs[2], std::nullopt, fair), 51);
  EXPECT_EQ(priority_after(jobs, jobs[2], 1, fair), 50) << "it is there";
  EXPECT_EQ(priority_after(jobs, jobs[0], 4, fair), 41) << "between 4 and 3";
  EXPECT_EQ(priority_after(jobs, jobs[2], 2, fair), std::nullopt) << "among equals";
  EXPECT_EQ(priority_after(jobs, jobs[0], 3, fair), 1);
  EXPECT_EQ(priority_after(jobs, jobs[0], 9, fair), std::nullopt) << "there is no 9";
}

TEST_F(Listing, PromotedJobsAreServedFirst) {
  Request promote(IPP_OP_PROMOTE_JOB, "office", 7);
  EXPECT_EQ(Desk::status(desk.ask(promote)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  promote.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(promote)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 7, 4, 5));
  Request back(IPP_OP_SCHEDULE_JOB_AFTER, "office", 7);
  back.login = "admin";
  back.number(IPP_TAG_OPERATION, "predecessor-job-id", 4);
  EXPECT_EQ(Desk::status(desk.ask(back)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 4, 7, 5));
}

// What Get-Jobs lists, what number-of-intervening-jobs says and what the store serves are the same.
TEST_F(Listing, IsInTheOrderOfServiceWhereUsersTakeTurns) {
  desk.order.set(job::QueueOrder::fair);
  desk.print();                // 9
  desk.print("office", "ben"); // 10
  const auto intervening = [&](job::JobId id) {
    Request request(IPP_OP_GET_JOB_ATTRIBUTES, "office", id);
    request.keyword(IPP_TAG_OPERATION, "requested-attributes", "number-of-intervening-jobs");
    return values(desk.ask(request), "number-of-intervening-jobs");
  };
  // anna's 6 is being printed: it is ben's turn.
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 7, 4, 10, 9, 5));
  EXPECT_EQ(desk.store->next_job(2, {}).value()->id, 7);
  EXPECT_THAT(intervening(6), ElementsAre("0"));
  EXPECT_THAT(intervening(7), ElementsAre("1"));
  EXPECT_THAT(intervening(9), ElementsAre("4"));
  EXPECT_THAT(intervening(5), ElementsAre("5")) << "it is held, and the others are not";
  Request mine(IPP_OP_GET_JOBS, "office", "ben");
  mine.boolean(IPP_TAG_OPERATION, "my-jobs", true)
      .keyword(IPP_TAG_OPERATION, "requested-attributes", "number-of-intervening-jobs");
  EXPECT_THAT(values(desk.ask(mine), "number-of-intervening-jobs"), ElementsAre("1", "3"));
  Request promote(IPP_OP_PROMOTE_JOB, "office", 9);
  promote.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(promote)), IPP_STATUS_OK);
  EXPECT_THAT(listed(desk, Request(IPP_OP_GET_JOBS, "office")), ElementsAre(6, 9, 7, 4, 10, 5));
}

// Page by page nothing comes twice and nothing is left out, whatever the priorities are.
TEST_F(Listing, PagesFollowOnEachOther) {
  for (int i = 0; i < 9; ++i) { // 9 to 17
    const job::JobId id = desk.print(i % 2 == 0 ? "office" : "photo", i % 3 == 0 ? "ben" : "anna");
    if (i >= 3) desk.force(id, JobState::held);
    desk.edit(id, [&](job::Job& job) -> Result<void> {
      job.priority = 10 * (i % 4 + 1);
      return {};
    });
  }
  for (const auto order : {job::QueueOrder::age, job::QueueOrder::fair})
    for (const std::optional<job::PrinterId> printer :
         {std::optional<job::PrinterId>(2), std::optional<job::PrinterId>(1),
          std::optional<job::PrinterId>()})
      for (const std::optional<std::string>& user :
           {std::optional<std::string>(), std::optional<std::string>("ben")}) {
        desk.order.set(order);
        job::JobQuery query;
        query.which = job::JobQuery::Which::not_finished;
        query.printer = printer;
        query.user = user;
        const auto whole = ids_of(jobs_in_order(*desk.store, query));
        for (const std::int32_t limit : {1, 2, 3}) {
          query.limit = limit;
          std::vector<job::JobId> paged;
          for (query.skip = 0; query.skip < 20; query.skip += limit)
            for (const job::JobId id : ids_of(jobs_in_order(*desk.store, query)))
              paged.push_back(id);
          EXPECT_EQ(paged, whole);
        }
        EXPECT_EQ(std::set(whole.begin(), whole.end()).size(), whole.size());
      }
  Request held = which("pending-held");
  EXPECT_THAT(listed(desk, held), ElementsAre(5, 15, 13, 17)) << "by priority, then by age";
  held.number(IPP_TAG_OPERATION, "first-index", 2).number(IPP_TAG_OPERATION, "limit", 2);
  EXPECT_THAT(listed(desk, held), ElementsAre(15, 13));
}

// The next of each printer, then those behind them.
TEST_F(Listing, OfAllPrintersIsInTheOrderOfServiceWhereUsersTakeTurns) {
  desk.order.set(job::QueueOrder::fair);
  desk.print("photo", "ben"); // 9
  desk.print("photo");        // 10
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  EXPECT_THAT(ids_of(jobs_in_order(*desk.store, query)), ElementsAre(6, 8, 7, 9, 4, 10, 5));
}

} // namespace
} // namespace platen::intake::ipp::test
