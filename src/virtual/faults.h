#pragma once

#include "virtual/condition.h"
#include "virtual/fault.h"

#include <atomic>
#include <functional>
#include <utility>

namespace platen::twin {

// The connection under way, as far as a fault can touch it.
class FaultyLink {
public:
  virtual ~FaultyLink() = default;
  // Waits until the client sends something (true), it has gone, or the time is over.
  // Errc::cancelled when the device is switched off.
  virtual Result<bool> wait_for_input(std::chrono::milliseconds most) = 0;
  virtual Result<void> wait(std::chrono::milliseconds most) = 0; // whatever the client does
  virtual void say(std::string_view text) = 0;                   // untouched by any fault
  virtual void reset() = 0;
};

// Makes the faults of a script happen to one device. All but clear() is for the thread that serves
// the device, which tells how far it is.
class Faults {
public:
  using Clock = std::chrono::steady_clock;
  Faults(FaultScript script, SharedCondition& condition);

  void clear() { cleared_ = true; }             // what is wrong now; async-signal-safe
  std::int32_t begun() const { return begun_; } // faults so far; from any thread

  // ---- between connections
  bool takes_connections();
  std::optional<Clock::time_point> next_change() const; // when to look again without an event
  void attach(FaultyLink& link);                        // until detach()
  void detach();
  // How the language of this connection takes it: whether a machine that stands still reads on, and
  // who tells the client of every change (may be empty).
  enum class WhenStill : std::uint8_t { reads_on, stops_reading };
  void speak(WhenStill how, std::function<void()> tell);

  // ---- on the way of the bytes
  // Waits while nothing may be read, and says how much may be.
  Result<std::size_t> may_read(std::size_t wanted);
  void has_read(std::size_t count);
  // What of an answer goes out, if anything does yet.
  std::string on_the_way_back(std::string answer);

  // ---- within a job
  // Waits through what stalls the link; an error: the link is broken, or see refusal().
  Result<void> reached(Moment moment, std::int32_t sheet = 0);
  // Why the device does not want the job any more; once.
  std::optional<std::string> refusal() { return std::exchange(refusal_, std::nullopt); }
  bool stands_still(); // the machine does not print
  // Waits until it prints again (false) or the client says something (true).
  Result<bool> wait_for_words();
  Result<void> wait_until_it_prints();
  // A while in which nothing is read; an error: the link is broken.
  Result<void> rest(std::chrono::milliseconds most);
  bool lies_about_lengths();
  void job_begins();
  void job_ends() { in_job_ = false; }

private:
  struct Planned {
    Fault fault;
    std::int32_t left = 1; // how often it still happens
  };
  struct Active {
    FaultKind kind;
    std::optional<Clock::time_point> until;
    std::uint64_t bytes_per_second = 0;
  };
  void look(); // ends what is over, begins what has its time
  void begin_if(const std::function<bool(const Fault&)>& due);
  bool may_begin(const Planned& planned) const;
  void begin(const Fault& fault);
  bool has(FaultKind kind) const;
  void put(FaultKind kind, bool on);
  Result<void> wait_through_stalls();

  SharedCondition& condition_;
  const Condition healthy_;
  const bool answers_;
  const Clock::time_point since_ = Clock::now();
  std::vector<Planned> planned_;
  std::vector<Active> active_;
  std::atomic<bool> cleared_ = false;
  std::atomic<std::int32_t> begun_ = 0;
  FaultyLink* link_ = nullptr;
  WhenStill when_still_ = WhenStill::reads_on;
  std::function<void()> tell_;
  std::int32_t jobs_ = 0;
  bool in_job_ = false, dropped_ = false;
  std::uint64_t taken_ = 0; // bytes of this connection
  std::optional<std::string> refusal_;
  std::string held_back_; // an answer that waits for the one that it is swapped with
};

} // namespace platen::twin
