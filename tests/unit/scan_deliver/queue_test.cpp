#include "queue_world.h"

namespace platen::scan {
namespace {

using enum DeliveryState;
using DeliveryQueueTest = QueueWorld;

TEST_F(DeliveryQueueTest, SendsAndTells) {
  {
    const auto queue = open([](const Destination& to, const DeliveryTry& attempt, const Cancel&) {
      EXPECT_EQ(to.name, "office");
      EXPECT_EQ(attempt.id, "a");
      EXPECT_EQ(attempt.number, 1);
      return ended(Kind::done, "delivered");
    });
    ASSERT_TRUE(queue->add(wanted("a")));
    until(*queue, "a", done);
    EXPECT_EQ(queue->delivery("a")->words, "delivered");
    EXPECT_EQ(queue->add(wanted("a")).error().code, Errc::conflict);
    EXPECT_FALSE(queue->delivery("b"));
    eventually([&] {
      const std::lock_guard lock(mutex);
      return told["a"].size() == 3;
    });
  }
  EXPECT_EQ(told["a"], (std::vector{waiting, sending, done}));
}

TEST_F(DeliveryQueueTest, TriesAgainWhenItsPauseIsOver) {
  std::atomic<int> tries = 0;
  const auto queue = open([&](const Destination&, const DeliveryTry&, const Cancel&) {
    return ++tries < 3 ? ended(Kind::again, "busy") : ended(Kind::done, "delivered");
  });
  ASSERT_TRUE(queue->add(wanted("a")));
  until(*queue, "a", waiting);
  eventually([&] { return tries == 1 && queue->delivery("a")->words == "busy"; });
  pass(*queue, 59s);
  EXPECT_EQ(queue->delivery("a")->next, SystemTime(1'000'060s));
  pass(*queue, 1s);
  eventually([&] { return queue->delivery("a")->next == SystemTime(1'000'060s + 120s); });
  EXPECT_EQ(tries, 2);
  pass(*queue, 120s);
  until(*queue, "a", done);
  EXPECT_EQ(queue->delivery("a")->tries, 3);
}

TEST_F(DeliveryQueueTest, TellsWhatWasGivenUp) {
  const auto queue = open([](const Destination&, const DeliveryTry&, const Cancel&) {
    return ended(Kind::again, "nobody answers");
  });
  ASSERT_TRUE(queue->add(wanted("a")));
  eventually([&] { return queue->delivery("a")->words == "nobody answers"; });
  pass(*queue, std::chrono::hours(72));
  until(*queue, "a", failed);
  EXPECT_NE(queue->delivery("a")->words.find("given up after 2 tries"), std::string::npos);
}

TEST_F(DeliveryQueueTest, FailsWhatCannotBePrepared) {
  const auto queue = open([](const Destination&, const DeliveryTry&, const Cancel&) {
    ADD_FAILURE() << "nothing may be sent";
    return ended(Kind::done, "");
  });
  Delivery delivery = wanted("a");
  delivery.session = "gone";
  ASSERT_TRUE(queue->add(delivery));
  until(*queue, "a", failed);
  EXPECT_EQ(queue->delivery("a")->words, "the session is gone");
}

TEST_F(DeliveryQueueTest, GivesADestinationOneDeliveryAtATime) {
  std::atomic<int> running = 0, most = 0;
  std::atomic<bool> doubled = false, open_gate = false;
  std::map<std::string, std::atomic<int>> by_destination;
  for (const char* name : {"a", "b", "c", "d"})
    by_destination[name] = 0;
  const auto queue = open(
      [&](const Destination& to, const DeliveryTry&, const Cancel& cancel) {
        if (++by_destination[to.name] > 1) doubled = true;
        const int now = ++running;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        while (!open_gate && !cancel.requested())
          std::this_thread::sleep_for(1ms);
        --running;
        --by_destination[to.name];
        return ended(Kind::done, "");
      },
      3);
  for (int i = 0; i < 12; ++i)
    ASSERT_TRUE(
        queue->add(wanted(std::to_string(i), std::string(1, static_cast<char>('a' + i % 4)))));
  eventually([&] { return running == 3; });
  open_gate = true;
  for (int i = 0; i < 12; ++i)
    until(*queue, std::to_string(i), done);
  EXPECT_FALSE(doubled);
  EXPECT_EQ(most, 3);
}

TEST_F(DeliveryQueueTest, CancelsWhatWaitsAndWhatIsSent) {
  const auto queue =
      open([](const Destination&, const DeliveryTry&, const Cancel& cancel) -> Result<DeliveryEnd> {
        while (!cancel.requested())
          std::this_thread::sleep_for(1ms);
        return fail(Errc::cancelled, "cancelled");
      });
  ASSERT_TRUE(queue->add(wanted("sent")));
  until(*queue, "sent", sending);
  ASSERT_TRUE(queue->add(wanted("behind")));
  ASSERT_TRUE(queue->cancel("behind", "anna"));
  EXPECT_EQ(queue->delivery("behind")->state, failed);
  ASSERT_TRUE(queue->cancel("sent", "bo"));
  until(*queue, "sent", failed);
  EXPECT_EQ(queue->delivery("sent")->words, "cancelled by bo");
  EXPECT_EQ(queue->cancel("sent", "bo").error().code, Errc::conflict);
  EXPECT_EQ(queue->cancel("none", "bo").error().code, Errc::not_found);
}

TEST_F(DeliveryQueueTest, SaysOfACancelledOneThatItMayHaveArrived) {
  const auto queue = open([](const Destination&, const DeliveryTry&, const Cancel& cancel) {
    while (!cancel.requested())
      std::this_thread::sleep_for(1ms);
    return ended(Kind::unsure, "all was sent");
  });
  ASSERT_TRUE(queue->add(wanted("a")));
  until(*queue, "a", sending);
  ASSERT_TRUE(queue->cancel("a", "anna"));
  until(*queue, "a", failed);
  EXPECT_EQ(queue->delivery("a")->words, "cancelled by anna; an earlier try may have arrived");
}

TEST_F(DeliveryQueueTest, RetriesAtOnceWhatSomebodyPutRight) {
  std::atomic<bool> right = false;
  const auto queue = open([&](const Destination&, const DeliveryTry&, const Cancel&) {
    return right ? ended(Kind::done, "") : ended(Kind::refused, "wrong password");
  });
  ASSERT_TRUE(queue->add(wanted("a")));
  until(*queue, "a", failed);
  right = true;
  ASSERT_TRUE(queue->retry_now("a"));
  until(*queue, "a", done);
  EXPECT_EQ(queue->retry_now("a").error().code, Errc::conflict);
  EXPECT_EQ(queue->retry_now("b").error().code, Errc::not_found);
}

TEST_F(DeliveryQueueTest, KeepsNothingThatTheDiskDidNotTake) {
  std::atomic<int> sent = 0;
  const auto queue = open([&](const Destination&, const DeliveryTry&, const Cancel&) {
    ++sent;
    return ended(Kind::again, "busy");
  });
  store.set_full(true);
  EXPECT_FALSE(queue->add(wanted("a")));
  EXPECT_FALSE(queue->delivery("a"));
  store.set_full(false);
  ASSERT_TRUE(queue->add(wanted("a")));
  eventually([&] { return queue->delivery("a")->words == "busy"; });
  store.set_full(true);
  pass(*queue, 60s);
  eventually([&] { return queue->delivery("a")->words.starts_with("it waits"); });
  EXPECT_EQ(sent, 1); // what cannot be noted is not sent
  store.set_full(false);
  pass(*queue, 60s);
  eventually([&] { return sent == 2; });
}

TEST_F(DeliveryQueueTest, IsNotHeldUpByAClockThatWasSetBack) {
  std::atomic<int> tries = 0;
  const auto queue = open([&](const Destination&, const DeliveryTry&, const Cancel&) {
    return ++tries < 2 ? ended(Kind::again, "busy") : ended(Kind::done, "");
  });
  ASSERT_TRUE(queue->add(wanted("a")));
  eventually([&] { return queue->delivery("a")->words == "busy"; });
  pass(*queue, -std::chrono::hours(24));
  until(*queue, "a", done);
}

} // namespace
} // namespace platen::scan
