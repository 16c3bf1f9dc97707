#pragma once

#include "base/cancel.h"
#include "device/probe.h"
#include "job/store.h"
#include "server/locate.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace platen::server {

// Keeps printers with their machines (docs/adr/0032): a job goes to no machine that says that it is
// another one, and a machine that is no longer at its address is looked for. Where exactly one says
// that it is the one, device-uri is moved to it; else nothing is, and people are told.
class Relocator {
public:
  struct Options {
    // As device::identify() and locate(), whom tests stand in for.
    std::function<Result<device::Probe>(const std::string& uri, const device::Identity& known,
                                        const Cancel& cancel)>
        identify;
    std::function<Result<std::vector<Located>>(const std::string& uri,
                                               const device::Identity& known, const Cancel& cancel)>
        locate;
    std::function<void(const job::Printer& printer, const std::string& from)> moved; // may be empty
    std::function<void(std::string_view level, std::string_view text)> log;
    std::chrono::milliseconds first_pause{60'000}, last_pause{900'000}; // between searches
    std::chrono::milliseconds trusted{30'000}; // how long what a machine said counts
  };
  Relocator(job::Store& store, Options options) : store_(store), options_(std::move(options)) {}
  ~Relocator() { stop(); }
  Relocator(const Relocator&) = delete;
  Relocator& operator=(const Relocator&) = delete;

  Result<void> start();
  void stop(); // ends questions under way

  // From any thread.
  // Errc::conflict: another machine answers at the printer's address.
  Result<void> may_send(const job::Printer& printer);
  void trouble(job::PrinterId id, bool has); // the device cannot be reached, or can again
  // What came of looking for the printer's machine; empty: nothing is to be said.
  std::string about(job::PrinterId id) const;

private:
  using Clock = std::chrono::steady_clock;
  // A printer whose machine is not at its address, or was not a short while ago: what comes and
  // goes is not looked for more often.
  struct Lost {
    bool lasts = true;
    Clock::time_point next{};
    std::chrono::milliseconds pause{};
    std::string words;
  };
  struct Trusted {
    std::string uri;
    Clock::time_point until;
  };

  void run();
  void look_for(job::PrinterId id);
  void conclude(const job::Printer& printer, const std::vector<Located>& located);
  void move(const job::Printer& printer, const std::string& host);
  void say(const job::Printer& printer, std::string words);
  std::map<job::PrinterId, Lost>::iterator next_due();
  void log(std::string_view level, const std::string& text) const {
    if (options_.log) options_.log(level, text);
  }

  job::Store& store_;
  const Options options_;
  Cancel stopping_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<job::PrinterId, Lost> lost_;
  std::map<job::PrinterId, Trusted> trusted_;
  std::thread thread_; // the last member: it uses all others
};

// What asks and looks in the networks of this machine.
Relocator::Options standard_relocation();

} // namespace platen::server
