#include "device/poller.h"

#include "base/device_limits.h"
#include "device/by_model.h"
#include "device/merge.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;

// What a device says changes as a job begins or ends; it is asked soon after, not at once.
constexpr std::chrono::milliseconds rest{1'000};

struct Channel {
  explicit Channel(std::unique_ptr<StatusReader> from) : reader(std::move(from)) {}
  std::unique_ptr<StatusReader> reader;
  std::optional<Reading> said;
  Time said_at = 0;
  Clock::time_point heard;  // when it said it
  Clock::time_point next{}; // not to be asked before
  Clock::duration pause{};  // after the next failure
  bool failing = false;
};

struct Device {
  std::string name;
  const model::Model* model = nullptr;
  std::vector<Channel> channels; // of the thread that works on it, while `in_work`
  Clock::time_point next{};      // the round that is due next
  bool printing = false, in_work = false, forgotten = false;
  std::shared_ptr<const Status> status = std::make_shared<const Status>();
};
using DevicePtr = std::shared_ptr<Device>;

class PollerHere final : public Poller {
public:
  explicit PollerHere(PollerOptions options) : options_(std::move(options)) {}
  ~PollerHere() override { stop(); }

  void start() override {
    const std::lock_guard lock(mutex_);
    if (!threads_.empty()) return;
    stopping_ = false;
    cancel_ = std::make_unique<Cancel>();
    for (std::size_t i = 0; i < options_.threads; ++i)
      threads_.emplace_back([this] { run(); });
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
    auto device = std::make_shared<Device>();
    device->name = std::move(name);
    device->model = &model;
    for (auto& reader : readers)
      device->channels.emplace_back(std::move(reader));
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
      found->second->next = std::min(found->second->next, Clock::now() + rest);
    }
    changed_.notify_one();
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
      const auto [id, device] = *due;
      device->in_work = true;
      const bool printing = device->printing;
      lock.unlock();
      ask(*device, printing);
      publish(id, *device);
      lock.lock();
      device->in_work = false;
      device->next = Clock::now() + (device->printing != printing ? rest
                                     : printing                   ? options_.interval_printing
                                                                  : options_.interval);
      changed_.notify_one();
    }
  }

  std::map<DeviceId, DevicePtr>::iterator next_due() {
    auto best = devices_.end();
    for (auto one = devices_.begin(); one != devices_.end(); ++one)
      if (!one->second->in_work &&
          (best == devices_.end() || one->second->next < best->second->next))
        best = one;
    return best;
  }

  void ask(Device& device, bool printing) {
    for (Channel& channel : device.channels) {
      const auto now = Clock::now();
      if (cancel_->requested() || now < channel.next) continue;
      if (printing && channel.reader->shares_print_path()) continue;
      if (complete(heard_before(device, channel))) return;
      take(device, channel, channel.reader->read(*cancel_));
    }
  }

  void take(const Device& device, Channel& channel, Result<Reading> answer) const {
    const std::string what = device.name + ": status by " + std::string(channel.reader->channel());
    if (!answer && answer.error().code == Errc::cancelled) return;
    if (answer) {
      if (std::exchange(channel.failing, false)) log("info", what + " is there again");
      name_by_model(*answer, *device.model);
      channel.said = *std::move(answer);
      channel.said_at = options_.clock();
      channel.heard = Clock::now();
      channel.pause = {};
      return;
    }
    if (!std::exchange(channel.failing, true)) log("debug", what + ": " + answer.error().message());
    const bool never = answer.error().code == Errc::unsupported;
    channel.pause =
        std::clamp<Clock::duration>(2 * channel.pause, options_.interval, options_.last_retry);
    if (never) channel.pause = options_.last_retry;
    channel.next = Clock::now() + channel.pause;
  }

  Heard heard_from(const Channel& channel) const {
    const bool counts = channel.said && Clock::now() - channel.heard <= options_.age;
    return {channel.reader->channel(), counts ? &*channel.said : nullptr, channel.said_at};
  }
  std::vector<Heard> heard_before(const Device& device, const Channel& end) const {
    std::vector<Heard> heard;
    for (const Channel& channel : device.channels) {
      if (&channel == &end) break;
      heard.push_back(heard_from(channel));
    }
    return heard;
  }

  // The device's status is this thread's to change as long as it is in work.
  void publish(DeviceId id, Device& device) {
    std::vector<Heard> heard;
    for (const Channel& channel : device.channels)
      heard.push_back(heard_from(channel));
    const auto now = std::make_shared<const Status>(merge(heard, *device.status, options_.clock()));
    bool differs = false;
    {
      const std::lock_guard lock(mutex_);
      if (device.forgotten) return;
      differs = !same(*now, *device.status);
      device.status = now;
    }
    if (differs && options_.changed) options_.changed(id, now);
  }

  void log(std::string_view level, const std::string& text) const {
    if (options_.log) options_.log(level, text);
  }

  const PollerOptions options_;
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
  options.interval = limits::status_interval;
  options.interval_printing = limits::status_interval_printing;
  options.last_retry = limits::status_last_retry;
  options.age = limits::status_age;
  return options;
}

std::unique_ptr<Poller> make_poller(PollerOptions options) {
  return std::make_unique<PollerHere>(std::move(options));
}

} // namespace platen::device
