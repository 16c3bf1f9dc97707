#include "scan/deliver/queue.h"

#include "base/thread.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <set>
#include <thread>

namespace platen::scan {

namespace {

using namespace std::chrono_literals;

// The dispatcher looks at the clock so often at least: people change it.
constexpr auto longest_wait = 30s;
constexpr auto without_thread = 10s; // until a thread is asked for again

class Queue final : public DeliveryQueue {
public:
  Queue(Services services, std::size_t most_at_once)
      : services_(std::move(services)), most_at_once_(most_at_once) {}

  ~Queue() override {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      for (auto& entry : entries_)
        entry.cancel->request();
    }
    wake_.notify_all();
    if (dispatcher_.joinable()) dispatcher_.join();
  }

  Result<void> start() {
    TRY(auto loaded, services_.store->load());
    for (Delivery& delivery : loaded) {
      Delivery now_so = after_restart(delivery, services_.now());
      if (now_so != delivery) TRY_VOID(services_.store->save(now_so));
      entries_.emplace_back(std::move(now_so));
    }
    TRY(dispatcher_, start_thread([this] { dispatch(); }));
    return {};
  }

  Result<void> add(const Delivery& wanted) override {
    Delivery delivery;
    delivery.id = wanted.id;
    delivery.session = wanted.session;
    delivery.destination = wanted.destination;
    delivery.kind = wanted.kind;
    delivery.since = delivery.next = services_.now();
    {
      const std::lock_guard lock(mutex_);
      if (find(delivery.id) != nullptr)
        return fail(Errc::conflict, "there is a delivery " + delivery.id + " already");
      TRY_VOID(services_.store->save(delivery));
      entries_.emplace_back(delivery);
      news_.push_back(delivery);
    }
    tell_news();
    wake_.notify_all();
    return {};
  }

  Result<void> cancel(const std::string& id, const std::string& who) override {
    {
      const std::lock_guard lock(mutex_);
      TRY(Entry* const entry, pending(id));
      entry->cancelled_by = who;
      entry->cancel->request();
      if (entry->delivery.state == DeliveryState::sending) return {}; // its thread tells the end
      Delivery changed = cancelled(entry->delivery, who);
      TRY_VOID(services_.store->save(changed));
      news_.push_back(entry->delivery = std::move(changed));
    }
    tell_news();
    return {};
  }

  Result<void> retry_now(const std::string& id) override {
    {
      const std::lock_guard lock(mutex_);
      Entry* const entry = find(id);
      if (entry == nullptr) return fail(Errc::not_found, "there is no delivery " + id);
      const DeliveryState state = entry->delivery.state;
      if (state == DeliveryState::sending || state == DeliveryState::done)
        return fail(Errc::conflict, "delivery " + id + " is " + std::string(to_string(state)));
      const SystemTime now = services_.now();
      Delivery changed = waiting_again(entry->delivery, now);
      changed.since = now;
      TRY_VOID(services_.store->save(changed));
      news_.push_back(entry->delivery = std::move(changed));
      entry->cancelled_by.reset();
    }
    tell_news();
    wake_.notify_all();
    return {};
  }

  std::vector<Delivery> deliveries() const override {
    const std::lock_guard lock(mutex_);
    std::vector<Delivery> all;
    for (const Entry& entry : entries_)
      all.push_back(entry.delivery);
    return all;
  }

  std::optional<Delivery> delivery(const std::string& id) const override {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : entries_)
      if (entry.delivery.id == id) return entry.delivery;
    return std::nullopt;
  }

  void look() override { wake_.notify_all(); }

private:
  struct Entry {
    explicit Entry(Delivery one) : delivery(std::move(one)) {}
    Delivery delivery;
    std::thread thread; // while it is being sent, and until it was joined
    bool over = false;  // the thread has nothing left to do
    bool unsaved = false;
    std::unique_ptr<Cancel> cancel = std::make_unique<Cancel>(); // of this try
    std::optional<std::string> cancelled_by;
  };

  Entry* find(const std::string& id) {
    const auto found =
        std::ranges::find(entries_, id, [](const Entry& entry) { return entry.delivery.id; });
    return found == entries_.end() ? nullptr : &*found;
  }

  Result<Entry*> pending(const std::string& id) {
    Entry* const entry = find(id);
    if (entry == nullptr) return fail(Errc::not_found, "there is no delivery " + id);
    if (!is_pending(entry->delivery.state))
      return fail(Errc::conflict, "delivery " + id + " has ended: " + entry->delivery.words);
    return entry;
  }

  // Tells what has changed, in the order in which it did: whoever comes while it is being told
  // leaves what it has to the one who tells.
  void tell_news() {
    std::unique_lock lock(mutex_);
    if (telling_) return;
    telling_ = true;
    while (!news_.empty()) {
      const Delivery delivery = std::move(news_.front());
      news_.pop_front();
      lock.unlock();
      if (services_.changed) services_.changed(delivery);
      lock.lock();
    }
    telling_ = false;
  }
  void log(std::string_view level, const std::string& text) const {
    if (services_.log) services_.log(level, text);
  }

  // What lies further ahead than any pause was put there by a clock that has since been set back.
  bool is_due(const Delivery& delivery, SystemTime now) const {
    return delivery.next <= now || delivery.next > now + limits::longest_pause;
  }

  void dispatch() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
      join_ended(lock);
      if (ending_) break;
      save_again();
      start_due(lock);
      if (!ending_) wake_.wait_for(lock, time_to_wait());
    }
    for (;;) {
      join_ended(lock);
      if (std::ranges::none_of(entries_, [](const Entry& e) { return e.thread.joinable(); }))
        return;
      wake_.wait(lock);
    }
  }

  std::chrono::milliseconds time_to_wait() const {
    const SystemTime now = services_.now();
    std::chrono::milliseconds shortest = longest_wait;
    for (const Entry& entry : entries_) {
      // One that is due waits for a thread's end, which wakes us.
      const DeliveryState state = entry.delivery.state;
      if (is_pending(state) && state != DeliveryState::sending && !is_due(entry.delivery, now))
        shortest = std::min(
            shortest, std::chrono::ceil<std::chrono::milliseconds>(entry.delivery.next - now));
      if (entry.over) return 0ms;
    }
    return shortest;
  }

  void join_ended(std::unique_lock<std::mutex>& lock) {
    for (Entry& entry : entries_) {
      if (!entry.over) continue;
      std::thread ended = std::move(entry.thread);
      entry.over = false;
      lock.unlock();
      ended.join();
      lock.lock();
    }
  }

  // What a full disk did not take.
  void save_again() {
    for (Entry& entry : entries_)
      if (entry.unsaved && services_.store->save(entry.delivery)) entry.unsaved = false;
  }

  void start_due(std::unique_lock<std::mutex>& lock) {
    std::set<std::string> taken;
    std::size_t running = 0;
    for (const Entry& entry : entries_)
      if (entry.thread.joinable()) {
        ++running;
        taken.insert(entry.delivery.destination);
      }
    const SystemTime now = services_.now();
    for (Entry& entry : entries_) { // a list: others are added behind while it is unlocked
      const DeliveryState state = entry.delivery.state;
      if (running >= most_at_once_ || ending_) return;
      if (!is_pending(state) || entry.thread.joinable() || !is_due(entry.delivery, now) ||
          taken.contains(entry.delivery.destination))
        continue;
      if (!begin(entry, now, lock)) continue;
      ++running;
      taken.insert(entry.delivery.destination);
    }
  }

  bool begin(Entry& entry, SystemTime now, std::unique_lock<std::mutex>& lock) {
    Delivery sending = entry.delivery;
    sending.state = DeliveryState::sending;
    ++sending.tries;
    // On disk before anything can arrive.
    if (auto saved = services_.store->save(sending); !saved) {
      entry.delivery.words =
          "it waits, as it cannot be noted that it is sent: " + saved.error().message();
      entry.delivery.next = now + limits::first_pause;
      log("error", "delivery " + entry.delivery.id + ": " + entry.delivery.words);
      return false;
    }
    const Delivery before = std::exchange(entry.delivery, sending);
    entry.cancel = std::make_unique<Cancel>();
    auto thread = start_thread([this, &entry] { send(entry); });
    if (!thread) {
      entry.delivery = before;
      entry.delivery.next = now + without_thread;
      entry.unsaved = !services_.store->save(entry.delivery);
      log("warning", "delivery " + before.id + " waits: " + thread.error().message());
      return false;
    }
    entry.thread = std::move(*thread);
    news_.push_back(sending);
    lock.unlock();
    tell_news();
    lock.lock();
    return true;
  }

  // On a thread of its own.
  void send(Entry& entry) {
    Delivery delivery;
    {
      const std::lock_guard lock(mutex_);
      delivery = entry.delivery;
    }
    const auto end = try_once(delivery, *entry.cancel);
    {
      const std::lock_guard lock(mutex_);
      delivery = outcome(entry, end);
      entry.unsaved = !services_.store->save(delivery);
      news_.push_back(entry.delivery = std::move(delivery));
    }
    tell_news();
    {
      const std::lock_guard lock(mutex_);
      entry.over = true;
    }
    wake_.notify_all();
  }

  Result<DeliveryEnd> try_once(const Delivery& delivery, const Cancel& cancel) const {
    auto prepared = services_.prepare(delivery);
    if (!prepared) return DeliveryEnd{DeliveryEnd::Kind::refused, prepared.error().message(), {}};
    prepared->second.id = delivery.id;
    prepared->second.number = delivery.tries;
    prepared->second.there = delivery.there;
    return services_.send(prepared->first, prepared->second, cancel);
  }

  Delivery outcome(const Entry& entry, const Result<DeliveryEnd>& end) {
    const SystemTime now = services_.now();
    Delivery delivery = entry.delivery;
    const bool stopped = !end && end.error().code == Errc::cancelled;
    if (stopped && !entry.cancelled_by) { // the server ends: this was no try
      --delivery.tries;
      return waiting_again(std::move(delivery), now);
    }
    if (!stopped) {
      const DeliveryEnd ours =
          end ? *end : DeliveryEnd{DeliveryEnd::Kind::again, end.error().message(), {}};
      delivery = after_try(std::move(delivery), ours, now, services_.chance());
    }
    if (entry.cancelled_by && delivery.state != DeliveryState::done)
      return cancelled(std::move(delivery), *entry.cancelled_by);
    return delivery;
  }

  Services services_;
  const std::size_t most_at_once_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Entry> entries_; // addresses stay
  std::deque<Delivery> news_;
  bool telling_ = false; // somebody does
  bool ending_ = false;
  std::thread dispatcher_;
};

} // namespace

Result<std::unique_ptr<DeliveryQueue>> DeliveryQueue::open(Services services,
                                                           std::size_t most_at_once) {
  auto queue = std::make_unique<Queue>(std::move(services), most_at_once);
  TRY_VOID(queue->start());
  return std::unique_ptr<DeliveryQueue>(std::move(queue));
}

} // namespace platen::scan
