#pragma once

#include "base/cancel.h"
#include "base/side_thread.h"
#include "device/probe.h"
#include "job/store.h"
#include "model/model.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace platen::server {

// Whether devices still have the languages that they said they have (docs/adr/0047): boards are
// taken out, and units exchanged. A job in a language that is gone is held before a byte of it is
// sent, and goes on by itself when the device names the language again.
class LanguageWatch {
public:
  struct Options {
    // As device::probe_by(), whom tests stand in for.
    std::function<Result<device::Probe>(const std::string& channel, const std::string& uri,
                                        const Cancel& cancel)>
        ask;
    std::function<std::shared_ptr<const model::Model>(const std::string& id)> model;
    std::function<std::string(const job::Printer&, const job::Job&)> language; // of a job
    std::function<bool(job::PrinterId)> prints; // then it is not asked for the jobs that wait
    std::function<void(std::string_view level, std::string_view text)> log;
    // How long what a device said counts; the pause between questions for jobs that wait.
    std::chrono::milliseconds trusted{30'000}, pause{30'000};
  };
  LanguageWatch(job::Store& store, Options options)
      : store_(store), options_(std::move(options)), pause_(options_.pause) {}
  ~LanguageWatch() { stop(); }
  LanguageWatch(const LanguageWatch&) = delete;
  LanguageWatch& operator=(const LanguageWatch&) = delete;

  void stop(); // ends questions under way

  // From any thread. Errc::unsupported: the device once named the language, and now names others.
  Result<void> speaks(const job::Printer& printer, const std::string& language);
  void trouble(job::PrinterId id); // the device cannot be reached: it may be another one afterwards
  void store_changed(const job::Event& event); // an observer of the store; does not block
  void look();                                 // about once a second, on one thread
  void set_pause(std::chrono::milliseconds pause) { pause_ = pause; } // both are at most this

private:
  using Clock = std::chrono::steady_clock;
  struct Said {
    std::string uri;
    device::Probe probe; // no languages: it said nothing of them
    Clock::time_point until;
  };

  device::Probe ask(const job::Printer& printer, const std::string& channel);
  bool may_wait(const job::Printer& printer);
  void look_at(const job::Printer& printer);
  bool is_back(const job::Printer& printer, const std::string& language);
  void release(const job::Printer& printer, const std::string& language,
               std::vector<job::JobId> jobs);

  job::Store& store_;
  const Options options_;
  Cancel stopping_;
  std::mutex mutex_;
  std::map<job::PrinterId, Said> said_;
  std::set<job::PrinterId> settled_; // none of their jobs waits for a language
  std::atomic<std::chrono::milliseconds> pause_;
  Clock::time_point next_{};
  std::atomic<bool> looking_{false};
  SideThread thread_{1}; // the last member: it uses all others
};

} // namespace platen::server
