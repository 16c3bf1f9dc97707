#include "device/poller.h"

#include "base/device_limits.h"
#include "base/thread.h"
#include "device/followed_device.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;

// What a device says changes as a job begins or ends; it is asked soon after, not at once.
constexpr std::chrono::milliseconds rest{1'000};

struct Device {
  Device(std::string name, const model::Model& model,
         std::vector<std::unique_ptr<StatusReader>> readers)
      : followed(std::move(name), model, std::move(readers)) {}
  FollowedDevice followed;  // of the thread that works on it, while `in_work`
  Clock::time_point next{}; // the round that is due next
  bool printing = false, in_work = false, forgotten = false, again = false;
  std::shared_ptr<const Status> status = std::make_shared<const Status>();
};
using DevicePtr = std::shared_ptr<Device>;

class PollerHere final : public Poller {
public:
  explicit PollerHere(PollerOptions options) : options_(std::move(options)) {}
  ~PollerHere() override { stop(); }

  Result<void> start() override {
    const std::lock_guard lock(mutex_);
    if (!threads_.empty()) return {};
    stopping_ = false;
    cancel_ = std::make_unique<Cancel>();
    for (std::size_t i = 0; i < options_.threads; ++i) {
      auto thread = start_thread([this] { run(); });
      if (!thread && threads_.empty()) return Failure(std::move(thread).error());
      if (!thread) break;
      threads_.push_back(*std::move(thread));
    }
    return {};
  }

  void stop() override {
    std::vector<std::thread> threads;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (cancel_) cancel_->request();
      threads.swap(threads_);
    }
    changed_.notify_all();
    for (std::thread& thread : threads)
      thread.join();
  }

  void follow(DeviceId id, std::string name, const model::Model& model,
              std::vector<std::unique_ptr<StatusReader>> readers) override {
    if (readers.empty()) return forget(id);
    auto device = std::make_shared<Device>(std::move(name), model, std::move(readers));
    {
      const std::lock_guard lock(mutex_);
      DevicePtr& known = devices_[id];
      if (known) {
        device->printing = known->printing;
        known->forgotten = true;
      }
      known = std::move(device);
    }
    changed_.notify_one();
  }

  void forget(DeviceId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end()) return;
    found->second->forgotten = true;
    devices_.erase(found);
  }

  void printing(DeviceId id, bool prints) override {
    {
      const std::lock_guard lock(mutex_);
      const auto found = devices_.find(id);
      if (found == devices_.end() || found->second->printing == prints) return;
      found->second->printing = prints;
      look_again(*found->second);
    }
    changed_.notify_one();
  }

  void ask_soon(DeviceId id) override {
    {
      const std::lock_guard lock(mutex_);
      const auto found = devices_.find(id);
      if (found == devices_.end()) return;
      look_again(*found->second);
    }
    changed_.notify_one();
  }

  void set_pace(const Pace& pace) override {
    {
      const std::lock_guard lock(mutex_);
      options_.pace = pace;
      for (auto& [id, device] : devices_)
        device->next = std::min(device->next, Clock::now() + pace.interval);
    }
    changed_.notify_all();
  }

  std::shared_ptr<const Status> status(DeviceId id) const override {
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    return found == devices_.end() ? nothing_ : found->second->status;
  }

private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      const auto due = next_due();
      if (due == devices_.end()) {
        changed_.wait(lock);
        continue;
      }
      if (const auto at = due->second->next; at > Clock::now()) {
        changed_.wait_until(lock, at);
        continue;
      }
      work(lock, due->first, due->second);
    }
  }

  void work(std::unique_lock<std::mutex>& lock, DeviceId id, DevicePtr device) {
    device->in_work = true;
    device->again = false;
    const bool printing = device->printing;
    const PollerOptions how = options_;
    lock.unlock();
    device->followed.ask(how, printing, *cancel_);
    publish(id, *device, how);
    lock.lock();
    device->in_work = false;
    const auto pause = printing ? options_.pace.interval_printing : options_.pace.interval;
    device->next = Clock::now() + (device->again ? std::min(rest, pause) : pause);
    changed_.notify_one();
  }

  static void look_again(Device& device) {
    device.next = std::min(device.next, Clock::now() + rest);
    device.again = true; // also when it is just being asked
  }

  std::map<DeviceId, DevicePtr>::iterator next_due() {
    auto best = devices_.end();
    for (auto one = devices_.begin(); one != devices_.end(); ++one)
      if (!one->second->in_work &&
          (best == devices_.end() || one->second->next < best->second->next))
        best = one;
    return best;
  }

  // The device's status is this thread's to change as long as it is in work.
  void publish(DeviceId id, Device& device, const PollerOptions& how) {
    const auto now = std::make_shared<const Status>(
        device.followed.merged(*device.status, how.clock(), how.pace.age));
    bool differs = false;
    {
      const std::lock_guard lock(mutex_);
      if (device.forgotten) return;
      differs = !same(*now, *device.status);
      device.status = now;
    }
    if (differs && how.changed) how.changed(id, now);
  }

  PollerOptions options_;
  const std::shared_ptr<const Status> nothing_ = std::make_shared<const Status>();
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<DeviceId, DevicePtr> devices_;
  std::vector<std::thread> threads_;
  std::unique_ptr<Cancel> cancel_;
  bool stopping_ = false;
};

} // namespace

PollerOptions standard_options() {
  PollerOptions options;
  options.pace.interval = limits::status_interval;
  options.pace.interval_printing = limits::status_interval_printing;
  options.pace.last_retry = limits::status_last_retry;
  options.pace.age = limits::status_age;
  return options;
}

std::unique_ptr<Poller> make_poller(PollerOptions options) {
  return std::make_unique<PollerHere>(std::move(options));
}

} // namespace platen::device
