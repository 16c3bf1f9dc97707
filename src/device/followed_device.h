#pragma once

#include "device/merge.h"
#include "device/poller.h"

#include <optional>

namespace platen::device {

// A device and what its channels said last. Used by one thread at a time.
class FollowedDevice {
public:
  FollowedDevice(std::string name, const model::Model& model,
                 std::vector<std::unique_ptr<StatusReader>> readers);

  // Asks the channels in their order until everything is known; while it prints, only those that do
  // not go the way of the print data.
  void ask(const PollerOptions& how, bool printing, const Cancel& cancel);
  Status merged(const Status& before, Time now, std::chrono::milliseconds age) const;

private:
  using Clock = std::chrono::steady_clock;
  struct Channel {
    std::unique_ptr<StatusReader> reader;
    std::optional<Reading> said{};
    Time said_at = 0;
    Clock::time_point heard{}; // when it said it
    Clock::time_point next{};  // not to be asked before
    Clock::duration pause{};   // after the next failure
    bool failing = false;
  };

  void take(Channel& channel, Result<Reading> answer, const PollerOptions& how) const;
  // What the first `count` channels said that still counts.
  std::vector<Heard> heard(std::size_t count, std::chrono::milliseconds age) const;

  const std::string name_;
  const model::Model& model_;
  std::vector<Channel> channels_;
};

} // namespace platen::device
