#include "device/probe.h"

#include "base/thread.h"
#include "device/probe_channels.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Sets `stop` after a time, or when `cancel` is set, unless it is ended before.
class Watch {
public:
  Watch(Cancel& stop, const Cancel& cancel, milliseconds within)
      : thread_(start_thread([this, &stop, &cancel, until = Clock::now() + within] {
          std::unique_lock lock(mutex_);
          while (!ended_ && !cancel.requested() && Clock::now() < until)
            wake_.wait_until(lock, std::min(until, Clock::now() + look_interval));
          stop.request();
        })) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    if (thread_) thread_->join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

private:
  static constexpr milliseconds look_interval{100}; // at `cancel`
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  Result<std::thread> thread_; // last: it uses the others
};

// Which unit is expected, and what ends the asking as soon as a channel has found it.
struct Expected {
  std::span<const std::string> identity;
  Cancel* stop;
};

// All at once: most of them only wait, and a silent one takes the whole time.
std::vector<Result<Found>> ask_all(const std::vector<Channel>& channels, const Expected* expected) {
  std::vector<Result<Found>> results(channels.size(), Found{});
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const auto ask = [&results, &channels, i, expected] {
      results[i] = channels[i].ask();
      if (expected != nullptr && results[i] &&
          compare(expected->identity, results[i]->identity) == Match::same)
        expected->stop->request();
    };
    auto thread = start_thread(ask);
    if (thread)
      threads.push_back(*std::move(thread));
    else
      ask();
  }
  for (std::thread& thread : threads)
    thread.join();
  return results;
}

} // namespace

std::vector<std::string> Probe::models() const {
  std::vector<std::string> names;
  for (const Answer& answer : answers) {
    std::string name = ieee1284::value(answer.device_id, "MDL", "MODEL");
    if (name.empty() && answer.channel == "pjl") name = answer.device_id;
    if (!name.empty() && std::ranges::find(names, name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

Identity Probe::identity() const {
  Identity all;
  for (const Answer& answer : answers)
    add_words(all, answer.identity);
  return all;
}

std::string Probe::device_id() const {
  for (const Answer& answer : answers)
    if (!ieee1284::value(answer.device_id, "MDL", "MODEL").empty()) return answer.device_id;
  return {};
}

namespace {

// `known`: null where everything is asked for. `only`: empty, or the one channel that is asked.
Result<Probe> ask(const std::string& device_uri, const Identity* known, std::string_view only,
                  const Cancel& cancel, milliseconds within) {
  Cancel stop;
  const Expected expected{known != nullptr ? std::span<const std::string>(*known)
                                           : std::span<const std::string>(),
                          &stop};
  TRY(auto channels, channels_of(device_uri, known != nullptr, stop));
  if (!only.empty())
    std::erase_if(channels, [&](const Channel& channel) { return channel.name != only; });
  if (channels.empty() && !only.empty())
    return fail(Errc::not_found, "the device is not asked by any channel");
  const auto results = [&] {
    const Watch watch(stop, cancel, within);
    return ask_all(channels, known != nullptr ? &expected : nullptr);
  }();
  Probe all;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    Answer answer{channels[i].name, {}, {}};
    if (results[i]) {
      answer.device_id = results[i]->device_id;
      answer.identity = results[i]->identity;
      answer.title = results[i]->title;
      answer.location = results[i]->location;
      for (const Spoken& spoken : results[i]->languages)
        all.languages.push_back({spoken.name, channels[i].name, spoken.words});
    } else {
      answer.silence = results[i].error().message();
    }
    all.answers.push_back(std::move(answer));
  }
  return all;
}

} // namespace

Result<Probe> probe(const std::string& device_uri, const Cancel& cancel, milliseconds within) {
  return ask(device_uri, nullptr, {}, cancel, within);
}

Result<Probe> probe_by(const std::string& channel, const std::string& device_uri,
                       const Cancel& cancel, milliseconds within) {
  return ask(device_uri, nullptr, channel, cancel, within);
}

Result<Probe> identify(const std::string& device_uri, const Identity& known, const Cancel& cancel,
                       milliseconds within) {
  return ask(device_uri, &known, {}, cancel, within);
}

} // namespace platen::device
