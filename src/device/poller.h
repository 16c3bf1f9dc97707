#pragma once

#include "device/reader.h"
#include "model/model.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace platen::device {

using DeviceId = std::int32_t; // the caller's own numbers: printer ids

struct Pace {
  std::chrono::milliseconds interval;          // between readings of a device at rest
  std::chrono::milliseconds interval_printing; // and of one that prints
  std::chrono::milliseconds last_retry; // a channel that fails: doubled from interval up to this
  std::chrono::milliseconds age;        // older than this, a channel's word no longer counts
};

struct PollerOptions {
  Pace pace;
  std::size_t threads = 2;
  std::function<Time()> clock;
  // Called on one of the poller's threads when a status has changed, one call at a time for a
  // device.
  std::function<void(DeviceId, const std::shared_ptr<const Status>&)> changed;
  std::function<void(std::string_view level, std::string_view text)> log; // may be empty
};
PollerOptions standard_options(); // from base/device_limits.h; clock, changed and log are empty

// Asks devices how they are, on threads of its own: nobody ever waits for a device but they. All
// functions may be called from any thread.
class Poller {
public:
  virtual ~Poller() = default; // as stop()
  // With fewer threads where the system has no more to give; without any: Errc::busy.
  virtual Result<void> start() = 0;
  virtual void stop() = 0; // waits for the questions under way, which are cancelled
  virtual void set_pace(const Pace& pace) = 0; // at once
  // Adds a device, or gives it other readers; it is asked at once. `model` outlives the poller.
  // Without readers it is forgotten.
  virtual void follow(DeviceId id, std::string name, const model::Model& model,
                      std::vector<std::unique_ptr<StatusReader>> readers) = 0;
  virtual void forget(DeviceId id) = 0;
  virtual void printing(DeviceId id, bool prints) = 0;
  virtual void ask_soon(DeviceId id) = 0; // something happened to it
  // Never null: without channels, or before the first answer, a status of which nothing is known.
  virtual std::shared_ptr<const Status> status(DeviceId id) const = 0;
};

std::unique_ptr<Poller> make_poller(PollerOptions options);

} // namespace platen::device
