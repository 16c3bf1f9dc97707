#include "intake/ipp/subscription_book.h"
#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

int subscribe(Desk& desk, int lease = 3'600, ipp_op_t how = IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS) {
  Request request(how, "office");
  request.keyword(IPP_TAG_SUBSCRIPTION, "notify-pull-method", "ippget")
      .keyword(IPP_TAG_SUBSCRIPTION, "notify-events", "job-created")
      .number(IPP_TAG_SUBSCRIPTION, "notify-lease-duration", lease);
  ippAddOctetString(request.get(), IPP_TAG_SUBSCRIPTION, "notify-user-data", "a\0 \xff\n", 5);
  const Message reply = desk.ask(request, how == IPP_OP_PRINT_JOB ? "%PDF" : "");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  return reply.integer(IPP_TAG_SUBSCRIPTION, "notify-subscription-id").value_or(0);
}

Message about(Desk& desk, ipp_op_t operation, int id, const std::string& user = "anna") {
  Request request(operation, "office", user);
  request.number(IPP_TAG_OPERATION, "notify-subscription-id", id);
  return desk.ask(request);
}

Message get(Desk& desk, int id, int from = 1) {
  Request request(IPP_OP_GET_NOTIFICATIONS, "office");
  request.numbers("notify-subscription-ids", {id}).numbers("notify-sequence-numbers", {from});
  return desk.ask(request);
}

TEST(Restart, KeepsThePrintersSubscriptions) {
  Desk desk;
  const int id = subscribe(desk);
  const Message before = about(desk, IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES, id);
  desk.restart();
  const Message after = about(desk, IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES, id);
  ASSERT_EQ(Desk::status(after), IPP_STATUS_OK);
  for (const char* const name : {"notify-events", "notify-subscriber-user-name",
                                 "notify-lease-duration", "notify-lease-expiration-time"})
    EXPECT_EQ(values(after, name), values(before, name)) << name;
  ipp_attribute_t* const data = ippFindAttribute(after.get(), "notify-user-data", IPP_TAG_STRING);
  ASSERT_NE(data, nullptr);
  int length = 0;
  const void* const octets = ippGetOctetString(data, 0, &length);
  EXPECT_EQ(std::string(static_cast<const char*>(octets), static_cast<std::size_t>(length)),
            std::string("a\0 \xff\n", 5));
  EXPECT_EQ(Desk::status(about(desk, IPP_OP_CANCEL_SUBSCRIPTION, id, "ben")),
            IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_GT(subscribe(desk), id) << "no id is used again";
}

// A client that has seen number n asks from n + 1 on.
TEST(Restart, GivesNoSequenceNumberTwice) {
  Desk desk;
  const int id = subscribe(desk);
  for (int i = 0; i < 3; ++i)
    desk.print();
  EXPECT_THAT(values(get(desk, id), "notify-sequence-number"), ElementsAre("1", "2", "3"));
  desk.restart();
  EXPECT_THAT(values(get(desk, id), "notify-event"), IsEmpty()) << "events are not kept";
  desk.print();
  const Message reply = get(desk, id, 4);
  EXPECT_THAT(values(reply, "notify-event"), ElementsAre("job-created"));
}

TEST(Restart, GivesNoSequenceNumberTwiceHoweverManyThereWere) {
  Desk desk;
  const int id = subscribe(desk);
  for (int i = 0; i < 2'100; ++i) { // more than are put aside at once
    job::Job job;
    job.printer = 2;
    ASSERT_TRUE(job::wait<job::Job>([&](auto done) { desk.store->add_job(job, {}, done); }));
  }
  const auto last = desk.events->find(id)->sequence;
  EXPECT_EQ(last, 2'100);
  desk.restart();
  EXPECT_GE(desk.events->find(id)->sequence, last);
}

TEST(Restart, ForgetsWhatWasCanceledOrHasExpired) {
  Desk desk;
  const int canceled = subscribe(desk), expires = subscribe(desk, 60),
            renewed = subscribe(desk, 60), of_a_job = subscribe(desk, 60, IPP_OP_PRINT_JOB);
  EXPECT_EQ(Desk::status(about(desk, IPP_OP_CANCEL_SUBSCRIPTION, canceled)), IPP_STATUS_OK);
  Request renew(IPP_OP_RENEW_SUBSCRIPTION, "office");
  renew.number(IPP_TAG_OPERATION, "notify-subscription-id", renewed)
      .number(IPP_TAG_OPERATION, "notify-lease-duration", 600);
  EXPECT_EQ(Desk::status(desk.ask(renew)), IPP_STATUS_OK);
  desk.now += 61;
  desk.restart();
  for (const int gone : {canceled, expires, of_a_job})
    EXPECT_FALSE(desk.events->find(gone).has_value()) << gone;
  EXPECT_TRUE(desk.events->find(renewed).has_value());
}

TEST(Restart, TakesADamagedBookForNone) {
  Desk desk;
  const int id = subscribe(desk);
  ASSERT_TRUE(job::wait<void>([&](auto done) {
    desk.store->set_setting(subscriptions_setting, "subscriptions-1 2\n1 2 x", std::move(done));
  }));
  desk.restart();
  EXPECT_FALSE(desk.events->find(id).has_value());
  EXPECT_EQ(Desk::status(about(desk, IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES, id)),
            IPP_STATUS_ERROR_NOT_FOUND);
}

Subscription arbitrary_subscription(SubscriptionId id) {
  Subscription one;
  one.id = id;
  one.printer = *rc::gen::inRange(0, 1'000);
  one.lease = *rc::gen::inRange(0, lease_most);
  one.expires = *rc::gen::inRange<job::Time>(1, 4'000'000'000);
  one.sequence = *rc::gen::inRange(0, 0x7fff'ffff);
  one.interval = *rc::gen::arbitrary<std::int32_t>();
  one.user_is_proven = *rc::gen::arbitrary<bool>();
  const auto known = notify_events();
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
    one.events.emplace_back(known[static_cast<std::size_t>(i)]);
  one.user = *rc::gen::arbitrary<std::string>();
  one.user_data = *rc::gen::arbitrary<std::string>();
  return one;
}

TEST(SubscriptionBook, ComesBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    SubscriptionBook book;
    for (book.next = 1; book.next < *rc::gen::inRange(1, 4); ++book.next)
      book.subscriptions.push_back(arbitrary_subscription(book.next));
    const std::string text = encode_book(book);
    const auto again = decode_book(text);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->subscriptions.size() == book.subscriptions.size());
    RC_ASSERT(encode_book(*again) == text);
    for (std::size_t i = 0; i < book.subscriptions.size(); ++i) {
      const Subscription &a = book.subscriptions[i], &b = again->subscriptions[i];
      RC_ASSERT(a.events == b.events && a.user == b.user && a.user_data == b.user_data &&
                a.user_is_proven == b.user_is_proven && a.expires == b.expires);
    }
  }));
}

TEST(SubscriptionBook, RefusesWhatIsBroken) {
  const std::string good = "subscriptions-1 2\n1 0 60 100 5 0 1 =job-created =anna =en =\n";
  ASSERT_TRUE(decode_book(good).has_value());
  for (const char* const broken :
       {"", "subscriptions-2 2\n", "subscriptions-1 0\n",
        "subscriptions-1 2\n2 0 60 100 5 0 1 = = = =\n",
        "subscriptions-1 2\n1 0 60 100 5 0 1 =a =b =en\n",
        "subscriptions-1 2\n1 0 60 100 5 0 1 =a =b% =en =\n",
        "subscriptions-1 2\n1 0 60 100 5 0 1 =a =b%4 =en =\n",
        "subscriptions-1 2\n1 0 60 100 5 0 1 a =b =en =\n",
        "subscriptions-1 2\n1 0 60 0 5 0 1 =a =b =en =\n",
        "subscriptions-1 2\n1 0 60 99999999999999999999 5 0 1 =a =b =en =\n"})
    EXPECT_FALSE(decode_book(broken).has_value()) << broken;
}

} // namespace
} // namespace platen::intake::ipp::test
