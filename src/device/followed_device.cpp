#include "device/followed_device.h"

#include "device/by_model.h"

#include <algorithm>
#include <utility>

namespace platen::device {

namespace {

// A job is under way: what stopped the device before it no longer does, and the job's own
// connection hears what stops it now.
void forget_errors(Condition& condition) {
  condition.state = State::unknown;
  condition.message.clear();
  std::erase_if(condition.reasons,
                [](const Reason& reason) { return reason.severity == Severity::error; });
}

} // namespace

FollowedDevice::FollowedDevice(std::string name, const model::Model& model,
                               std::vector<std::unique_ptr<StatusReader>> readers)
    : name_(std::move(name)), model_(model) {
  for (auto& reader : readers)
    channels_.push_back({.reader = std::move(reader)});
}

void FollowedDevice::ask(const PollerOptions& how, bool printing, const Cancel& cancel) {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    Channel& channel = channels_[i];
    if (printing && channel.reader->shares_print_path()) {
      if (channel.said && channel.said->condition) forget_errors(*channel.said->condition);
      continue;
    }
    if (cancel.requested() || Clock::now() < channel.next) continue;
    if (complete(heard(i, how.pace.age))) continue;
    take(channel, channel.reader->read(cancel), how);
  }
}

void FollowedDevice::take(Channel& channel, Result<Reading> answer,
                          const PollerOptions& how) const {
  const std::string what = name_ + ": status by " + std::string(channel.reader->channel());
  const auto log = [&](std::string_view level, const std::string& text) {
    if (how.log) how.log(level, text);
  };
  if (!answer && answer.error().code == Errc::cancelled) return;
  if (answer) {
    if (std::exchange(channel.failing, false)) log("info", what + " is there again");
    name_by_model(*answer, model_);
    channel.said = *std::move(answer);
    channel.said_at = how.clock();
    channel.heard = Clock::now();
    channel.pause = {};
    return;
  }
  if (!std::exchange(channel.failing, true)) log("debug", what + ": " + answer.error().message());
  const bool never = answer.error().code == Errc::unsupported;
  channel.pause =
      std::clamp<Clock::duration>(2 * channel.pause, how.pace.interval, how.pace.last_retry);
  if (never) channel.pause = how.pace.last_retry;
  channel.next = Clock::now() + channel.pause;
}

std::vector<Heard> FollowedDevice::heard(std::size_t count, std::chrono::milliseconds age) const {
  std::vector<Heard> all;
  for (std::size_t i = 0; i < count; ++i) {
    const Channel& channel = channels_[i];
    const bool counts = channel.said && Clock::now() - channel.heard <= age;
    all.push_back({channel.reader->channel(), counts ? &*channel.said : nullptr, channel.said_at});
  }
  return all;
}

Status FollowedDevice::merged(const Status& before, Time now, std::chrono::milliseconds age) const {
  return merge(heard(channels_.size(), age), before, now);
}

} // namespace platen::device
