#pragma once

#include "base/cancel.h"
#include "device/probe.h"
#include "doctor/facts.h"
#include "job/store.h"
#include "server/locate.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace platen::server {

// Keeps printers with their machines (docs/adr/0032): a job goes to no machine that says that it is
// another one, and a machine that is no longer at its address is looked for: when a job does not
// reach it, and when nobody prints but it says nothing any more. Where exactly one says that it is
// the one, device-uri is moved to it; else nothing is, and people are told.
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
    // Whether a printer that prints nothing is asked how it is, and says nothing; may be empty.
    std::function<bool(const job::Printer& printer)> silent;
    std::function<std::int64_t()> clock; // of the day, for people; may be empty
    std::function<void(std::string_view level, std::string_view text)> log;
    std::chrono::milliseconds first_pause{60'000}, last_pause{900'000}; // between searches
    std::chrono::milliseconds trusted{30'000};  // how long what a machine said counts
    std::chrono::milliseconds patience{60'000}; // how long a printer may be silent
  };
  Relocator(job::Store& store, Options options)
      : store_(store), options_(std::move(options)), patience_(options_.patience) {}
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
  doctor::SearchFacts search(job::PrinterId id) const;
  // That it was moved in the last week to where it is.
  std::optional<doctor::MoveFacts> last_move(const job::Printer& printer) const;
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

private:
  using Clock = std::chrono::steady_clock;
  // A printer whose machine is not at its address, or was not a short while ago: what comes and
  // goes is not looked for more often.
  struct Lost {
    bool by_job = false, by_silence = false; // who says so
    bool hurried = false;                    // a job did not wait for the next look
    Clock::time_point next{};
    std::chrono::milliseconds pause{};
    std::string words;
    doctor::SearchFacts search;
    bool lasts() const { return by_job || by_silence; }
  };
  struct Trusted {
    std::string uri;
    Clock::time_point until;
  };
  struct Silence { // of a printer at one address
    std::string uri;
    Clock::time_point since;
  };
  using Cause = bool Lost::*;

  void run();
  void set(job::PrinterId id, Cause cause, bool has);
  void begin(Lost& one, Cause cause);
  Clock::duration round() const; // between two looks at who is silent
  void hear_who_is_silent();
  void look_for(job::PrinterId id);
  void conclude(const job::Printer& printer, const std::vector<Located>& located);
  void move(const job::Printer& printer, const std::string& host);
  void say(const job::Printer& printer, std::string words, doctor::SearchFacts facts = {});
  std::int64_t now() const { return options_.clock ? options_.clock() : 0; }
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
  std::map<job::PrinterId, doctor::MoveFacts> moves_;
  std::map<job::PrinterId, Silence> silences_; // of the thread alone
  std::atomic<std::chrono::milliseconds> patience_;
  std::thread thread_; // the last member: it uses all others
};

// What asks and looks in the networks of this machine.
Relocator::Options standard_relocation();

} // namespace platen::server
