#pragma once

#include "memory_store.h"

#include <atomic>
#include <functional>
#include <map>
#include <thread>

#include <gtest/gtest.h>

namespace platen::scan {

using namespace std::chrono_literals;
using Kind = DeliveryEnd::Kind;

// A queue with a clock, a store and a destination of the test.
class QueueWorld : public ::testing::Test {
public:
  using Send =
      std::function<Result<DeliveryEnd>(const Destination&, const DeliveryTry&, const Cancel&)>;

  static Result<DeliveryEnd> ended(Kind kind, const std::string& words) {
    return DeliveryEnd{kind, words, {}};
  }

  std::unique_ptr<DeliveryQueue> open(Send send, std::size_t most_at_once = 4) {
    DeliveryQueue::Services services;
    services.store = &store;
    services.now = [this] { return SystemTime(std::chrono::seconds(clock.load())); };
    services.chance = [] { return 0.5; };
    services.prepare = [](const Delivery& delivery) -> Result<std::pair<Destination, DeliveryTry>> {
      if (delivery.session == "gone") return fail(Errc::not_found, "the session is gone");
      Destination to;
      to.name = delivery.destination;
      return std::pair(to, DeliveryTry());
    };
    services.send = std::move(send);
    services.changed = [this](const Delivery& delivery) {
      const std::lock_guard lock(mutex);
      told[delivery.id].push_back(delivery.state);
    };
    auto queue = DeliveryQueue::open(std::move(services), most_at_once);
    EXPECT_TRUE(queue);
    return queue ? std::move(*queue) : nullptr;
  }

  static Delivery wanted(const std::string& id, const std::string& destination = "office",
                         DestinationKind kind = DestinationKind::folder) {
    Delivery delivery;
    delivery.id = id;
    delivery.session = "s";
    delivery.destination = destination;
    delivery.kind = kind;
    return delivery;
  }

  // Waits for what another thread does; how long is not what is tested.
  static void eventually(const std::function<bool()>& is_so) {
    for (int i = 0; i < 60'000; ++i) {
      if (is_so()) return;
      std::this_thread::sleep_for(1ms);
    }
    FAIL() << "waited in vain";
  }
  static void until(const DeliveryQueue& queue, const std::string& id, DeliveryState state) {
    eventually([&] { return queue.delivery(id)->state == state; });
  }
  void pass(DeliveryQueue& queue, std::chrono::seconds time) {
    clock += time.count();
    queue.look();
  }

  MemoryStore store;
  std::atomic<std::int64_t> clock = 1'000'000;
  std::mutex mutex;
  std::map<std::string, std::vector<DeliveryState>> told;
};

} // namespace platen::scan
