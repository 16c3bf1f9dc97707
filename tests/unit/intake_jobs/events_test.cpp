#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Request subscribe(ipp_op_t operation, std::vector<const char*> events,
                  const std::string& user = "anna") {
  Request request(operation, "office", user);
  request.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "ippget");
  ippAddStrings(request.get(), IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-events",
                static_cast<int>(events.size()), nullptr, events.data());
  return request;
}

int subscription(const Message& reply) {
  return reply.integer(IPP_TAG_SUBSCRIPTION, "notify-subscription-id").value_or(0);
}

int watch_printer(Desk& desk, std::vector<const char*> events, const std::string& user = "anna") {
  const Message reply =
      desk.ask(subscribe(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, std::move(events), user));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  return subscription(reply);
}

Message get(Desk& desk, int id, int from = 1, const std::string& user = "anna") {
  Request request(IPP_OP_GET_NOTIFICATIONS, "office", user);
  request.numbers("notify-subscription-ids", {id}).numbers("notify-sequence-numbers", {from});
  return desk.ask(request);
}

TEST(Notifications, TellAJobsLife) {
  Desk desk;
  const int id = watch_printer(desk, {"job-created", "job-state-changed", "job-completed"});
  const job::JobId job = desk.print();
  desk.force(job, JobState::processing);
  desk.force(job, JobState::completed);
  const Message reply = get(desk, id);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_THAT(values(reply, "notify-subscribed-event"),
              ElementsAre("job-created", "job-state-changed", "job-completed"));
  EXPECT_THAT(values(reply, "notify-sequence-number"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(values(reply, "job-state"), ElementsAre("3", "5", "9"));
  EXPECT_THAT(values(reply, "notify-get-interval"), ElementsAre("5"));
  EXPECT_THAT(values(get(desk, id, 3), "notify-sequence-number"), ElementsAre("3"));
}

TEST(Notifications, TheWiderEventNamesTheNarrower) {
  Desk desk;
  const int id = watch_printer(desk, {"job-state-changed"});
  desk.print();
  const Message reply = get(desk, id);
  EXPECT_THAT(values(reply, "notify-subscribed-event"), ElementsAre("job-state-changed"));
  EXPECT_THAT(values(reply, "notify-event"), ElementsAre("job-created"));
}

TEST(Notifications, OnlyWhatWasAskedFor) {
  Desk desk;
  const int id = watch_printer(desk, {"job-completed"});
  desk.print();
  desk.print("photo");
  EXPECT_THAT(values(get(desk, id), "notify-event"), IsEmpty());
}

TEST(Notifications, AJobsOwnSubscriptionEndsWithIt) {
  Desk desk;
  const Message made = desk.ask(subscribe(IPP_OP_PRINT_JOB, {"job-completed"}), "%PDF");
  ASSERT_EQ(Desk::status(made), IPP_STATUS_OK);
  const int id = subscription(made), job = job_id(made);
  EXPECT_THAT(values(made, "notify-lease-duration"), IsEmpty());
  desk.print(); // another's events are not for it
  EXPECT_EQ(Desk::status(get(desk, id)), IPP_STATUS_OK);
  desk.force(job, JobState::completed);
  const Message reply = get(desk, id);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_EVENTS_COMPLETE);
  EXPECT_THAT(values(reply, "notify-event"), ElementsAre("job-completed"));
  EXPECT_THAT(values(reply, "notify-get-interval"), IsEmpty());
  desk.now += event_life + 1;
  EXPECT_EQ(Desk::status(get(desk, id)), IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(Notifications, TellOfPrinters) {
  Desk desk;
  const int id = watch_printer(desk, {"printer-state-changed", "printer-config-changed"});
  schedule::PrinterStatus status;
  desk.events->printer_status(2, status);
  desk.events->printer_status(2, status); // the same
  status.state = schedule::PrinterStatus::State::stopped;
  status.reasons = {"media-empty"};
  desk.events->printer_status(2, status);
  desk.events->printer_status(1, status); // another printer
  const auto renamed = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.location = "elsewhere";
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(renamed.has_value());
  const Message reply = get(desk, id);
  EXPECT_THAT(values(reply, "notify-event"),
              ElementsAre("printer-state-changed", "printer-stopped", "printer-config-changed"));
  EXPECT_THAT(values(reply, "printer-state"), ElementsAre("3", "5", "5"));
  EXPECT_THAT(values(reply, "printer-state-reasons"), Contains("media-empty"));
}

TEST(Notifications, ProgressNobodyFetchedIsReplaced) {
  Desk desk;
  const int id = watch_printer(desk, {"job-progress"});
  const job::JobId job = desk.print();
  desk.force(job, JobState::processing);
  for (int sides = 1; sides <= 5; ++sides)
    desk.edit(job, [sides](job::Job& changed) -> Result<void> {
      changed.counters.sides_completed = sides;
      return {};
    });
  const Message reply = get(desk, id);
  EXPECT_THAT(values(reply, "job-impressions-completed"), ElementsAre("5"));
}

TEST(Notifications, MemoryIsBounded) {
  Desk desk;
  const int id = watch_printer(desk, {"job-created"});
  for (int i = 0; i < 120; ++i)
    desk.print();
  EXPECT_EQ(desk.events->events_kept(), 100U);
  EXPECT_EQ(values(get(desk, id), "notify-sequence-number").front(), "21");
  desk.now += event_life + 2;
  EXPECT_THAT(values(get(desk, id), "notify-sequence-number"), IsEmpty());
}

TEST(Notifications, NamesOfOthersAreNotTold) {
  Desk desk;
  const int id = watch_printer(desk, {"job-created"}, "ben");
  desk.print();
  const Message reply = get(desk, id, 1, "ben");
  EXPECT_THAT(values(reply, "notify-job-id"), ElementsAre("1"));
  EXPECT_THAT(values(reply, "job-name"), IsEmpty());
}

TEST(Subscriptions, AreTheirOwners) {
  Desk desk;
  const int id = watch_printer(desk, {"job-created"});
  EXPECT_EQ(Desk::status(get(desk, id, 1, "ben")), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  Request cancel(IPP_OP_CANCEL_SUBSCRIPTION, "office", std::string("ben"));
  cancel.number(IPP_TAG_OPERATION, "notify-subscription-id", id);
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  cancel.login = "admin";
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(desk.ask(cancel)), IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(Subscriptions, HaveALeaseThatCanBeRenewed) {
  Desk desk;
  Request request = subscribe(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, {"job-created"});
  request.number(IPP_TAG_SUBSCRIPTION, "notify-lease-duration", 60);
  const Message made = desk.ask(request);
  EXPECT_THAT(values(made, "notify-lease-duration"), ElementsAre("60"));
  desk.now += 50;
  Request renew(IPP_OP_RENEW_SUBSCRIPTION, "office");
  renew.number(IPP_TAG_OPERATION, "notify-subscription-id", subscription(made))
      .number(IPP_TAG_OPERATION, "notify-lease-duration", 100);
  EXPECT_THAT(values(desk.ask(renew), "notify-lease-duration"), ElementsAre("100"));
  desk.now += 100;
  EXPECT_EQ(Desk::status(get(desk, subscription(made))), IPP_STATUS_OK);
  desk.now += 2;
  EXPECT_EQ(Desk::status(get(desk, subscription(made))), IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(Subscriptions, AreListedWithTheirAttributes) {
  Desk desk;
  const int id = watch_printer(desk, {"job-created", "job-completed"});
  EXPECT_THAT(
      values(desk.ask(Request(IPP_OP_GET_SUBSCRIPTIONS, "office")), "notify-subscription-id"),
      ElementsAre(std::to_string(id)));
  Request request(IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES, "office");
  request.number(IPP_TAG_OPERATION, "notify-subscription-id", id);
  const Message reply = desk.ask(request);
  EXPECT_THAT(values(reply, "notify-events"), ElementsAre("job-created", "job-completed"));
  EXPECT_THAT(values(reply, "notify-subscriber-user-name"), ElementsAre("anna"));
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get())) {
    const char* const name = ippGetName(attribute);
    EXPECT_TRUE(name == nullptr || ippValidateAttribute(attribute) != 0) << name;
  }
}

TEST(Subscriptions, BadOnesAreAnsweredEachForItself) {
  Desk desk;
  Request push(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, "office");
  push.uri(IPP_TAG_SUBSCRIPTION, "notify-recipient-uri", "mailto:anna@example.com");
  const Message refused = desk.ask(push);
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_IGNORED_ALL_SUBSCRIPTIONS);
  EXPECT_THAT(values(refused, "notify-status-code"),
              ElementsAre(std::to_string(IPP_STATUS_ERROR_URI_SCHEME)));

  Request two = subscribe(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, {"job-created"});
  ippAddSeparator(two.get());
  two.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "carrier-pigeon");
  const Message mixed = desk.ask(two);
  EXPECT_EQ(Desk::status(mixed), IPP_STATUS_OK_IGNORED_SUBSCRIPTIONS);
  EXPECT_NE(subscription(mixed), 0);

  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, "office"))),
            IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(Subscriptions, OfAJobAreMadeLaterByItsOwner) {
  Desk desk;
  const job::JobId id = desk.print(), other = desk.print("office", "ben");
  const auto ask = [&](job::JobId job) {
    Request whole(IPP_OP_CREATE_JOB_SUBSCRIPTIONS, "office");
    whole.number(IPP_TAG_OPERATION, "notify-job-id", job)
        .keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "ippget")
        .keyword(IPP_TAG_SUBSCRIPTION, "notify-events", "job-completed");
    return desk.ask(whole);
  };
  const Message made = ask(id);
  ASSERT_EQ(Desk::status(made), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(ask(other)), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(Desk::status(ask(99)), IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_EQ(Desk::status(desk.ask(subscribe(IPP_OP_CREATE_JOB_SUBSCRIPTIONS, {"job-completed"}))),
            IPP_STATUS_ERROR_BAD_REQUEST)
      << "no job is named";
  desk.force(other, JobState::completed);
  desk.force(id, JobState::completed);
  EXPECT_THAT(values(get(desk, subscription(made)), "notify-event"), ElementsAre("job-completed"));
  EXPECT_EQ(Desk::status(ask(id)), IPP_STATUS_ERROR_NOT_POSSIBLE);
}

TEST(Subscriptions, OfAJobOutliveItsRestart) {
  Desk desk;
  const Message made = desk.ask(subscribe(IPP_OP_PRINT_JOB, {"job-completed"}), "%PDF");
  const int id = subscription(made), job = job_id(made);
  desk.force(job, JobState::completed);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_RESTART_JOB, "office", job))), IPP_STATUS_OK);
  desk.now += event_life + 1;
  EXPECT_EQ(Desk::status(get(desk, id)), IPP_STATUS_OK) << "more events may come";
  desk.force(job, JobState::completed);
  EXPECT_EQ(Desk::status(get(desk, id)), IPP_STATUS_OK_EVENTS_COMPLETE);
}

TEST(Subscriptions, ARefusedOneDoesNotRefuseTheJob) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "carrier-pigeon");
  const Message reply = desk.ask(request, "%PDF");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_IGNORED_SUBSCRIPTIONS);
  EXPECT_GT(job_id(reply), 0);
}

TEST(Subscriptions, HaveALimitForEachUser) {
  Desk desk;
  Events small(*desk.store, {.clock = [&] { return desk.now.load(); }, .most_of_one_user = 2});
  Subscription wanted;
  wanted.user = "anna";
  wanted.events = {"job-created"};
  EXPECT_TRUE(small.subscribe(wanted).has_value());
  EXPECT_TRUE(small.subscribe(wanted).has_value());
  EXPECT_EQ(small.subscribe(wanted).error().code, Errc::limit);
  wanted.user = "ben";
  EXPECT_TRUE(small.subscribe(wanted).has_value());
}

} // namespace
} // namespace platen::intake::ipp::test
