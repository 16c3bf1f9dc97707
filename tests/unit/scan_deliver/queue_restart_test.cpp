#include "queue_world.h"

#include <set>

namespace platen::scan {
namespace {

using enum DeliveryState;
using DeliveryRestart = QueueWorld;

TEST_F(DeliveryRestart, GoesOnWithWhatWasWaiting) {
  Delivery before = wanted("a");
  before.state = waiting;
  before.tries = 4;
  before.since = before.next = SystemTime(999'000s);
  before.there = {"Scan.pdf"};
  store.start_with({before});
  const auto queue = open([](const Destination&, const DeliveryTry& attempt, const Cancel&) {
    EXPECT_EQ(attempt.there, std::vector<std::string>{"Scan.pdf"});
    EXPECT_EQ(attempt.number, 5);
    return ended(Kind::done, "");
  });
  until(*queue, "a", done);
  EXPECT_EQ(queue->delivery("a")->tries, 5);
}

TEST_F(DeliveryRestart, AnEndOfTheServerIsNoTry) {
  {
    const auto queue = open(
        [](const Destination&, const DeliveryTry&, const Cancel& cancel) -> Result<DeliveryEnd> {
          while (!cancel.requested())
            std::this_thread::sleep_for(1ms);
          return fail(Errc::cancelled, "cancelled");
        });
    ASSERT_TRUE(queue->add(wanted("a", "office", DestinationKind::mail)));
    until(*queue, "a", sending);
  }
  const Delivery kept = store.load()->front();
  EXPECT_EQ(kept.state, waiting);
  EXPECT_EQ(kept.tries, 0);
  EXPECT_FALSE(kept.doubtful);
}

// What a kill leaves is one of the states that the disk had. From each of them everything arrives,
// and what may have arrived twice says so.
class KilledAtEachMoment : public QueueWorld,
                           public ::testing::WithParamInterface<DestinationKind> {};

TEST_P(KilledAtEachMoment, LosesNothingAndDoublesNothingSilently) {
  // A destination that takes every mail, and of files only those that it does not have.
  std::mutex arrivals;
  std::map<std::string, int> arrived;
  std::atomic<int> tries = 0;
  const auto send = [&](const Destination&, const DeliveryTry& attempt, const Cancel&) {
    if (++tries % 3 == 0) return ended(Kind::again, "busy");
    const std::lock_guard lock(arrivals);
    int& count = arrived[attempt.id];
    count = GetParam() == DestinationKind::folder ? 1 : count + 1;
    return ended(Kind::done, "delivered");
  };
  const auto run = [&] {
    const auto queue = open(send);
    eventually([&] {
      queue->look();
      for (const Delivery& delivery : queue->deliveries()) {
        if (delivery.state == waiting || delivery.state == unsure) clock += 3600;
        if (is_pending(delivery.state)) return false;
      }
      return true;
    });
  };
  {
    const auto queue = open(send);
    for (const char* id : {"a", "b", "c"})
      ASSERT_TRUE(queue->add(wanted(id, "office", GetParam())));
    eventually([&] { return store.history().size() >= 9; });
  }
  const std::map<std::string, int> before = arrived;
  const auto moments = store.history();
  std::set<std::size_t> lengths;
  for (const auto& moment : moments) {
    lengths.insert(moment.size());
    arrived = before; // the most that may have arrived by then
    store.start_with(moment);
    run();
    const auto ended = store.load();
    ASSERT_EQ(ended->size(), moment.size());
    for (const Delivery& delivery : *ended) {
      EXPECT_EQ(delivery.state, done);
      EXPECT_GE(arrived[delivery.id], 1);
      const auto then = std::ranges::find(moment, delivery.id, &Delivery::id);
      if (then->state == sending && GetParam() == DestinationKind::mail) {
        EXPECT_NE(delivery.words.find("may have arrived twice"), std::string::npos);
      }
      if (then->state == done) {
        EXPECT_EQ(arrived[delivery.id], before.at(delivery.id));
      }
      if (GetParam() == DestinationKind::folder) {
        EXPECT_EQ(arrived[delivery.id], 1);
      }
    }
  }
  EXPECT_EQ(lengths, (std::set<std::size_t>{1, 2, 3}));
}

INSTANTIATE_TEST_SUITE_P(Kinds, KilledAtEachMoment,
                         ::testing::Values(DestinationKind::mail, DestinationKind::folder));

} // namespace
} // namespace platen::scan
