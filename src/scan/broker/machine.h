#pragma once

#include "scan/broker/line.h"
#include "scan/broker/scanners.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace platen::scan {

struct BrokerPace {
  std::chrono::milliseconds state{1'000};   // for so long a state is true
  std::chrono::milliseconds idle{30'000};   // then the device is closed
  std::chrono::milliseconds buttons{1'000}; // between two questions for them
  std::chrono::milliseconds retry{30'000};  // and after one that failed
  std::chrono::milliseconds look{50};       // at who has cancelled
  std::chrono::milliseconds turn{60'000};   // the longest that a question waits for its turn
};

// A device that was opened, and what ends its calls.
struct OpenedScanner {
  Cancel cancel;
  std::unique_ptr<Scanner> scanner;
  bool broken = false; // it is opened anew for the next; belongs to who has the turn
};

// One scanner: its line, its device, what is remembered of it. The device is used only by who has
// the turn; all else is behind the mutex. From any thread.
class Machine {
public:
  using Clock = std::chrono::steady_clock;

  Machine(std::shared_ptr<const Scanners::Options> options, const BrokerPace& pace,
          ScannerEntry entry)
      : options_(std::move(options)), pace_(pace), entry_(std::move(entry)) {}

  ScannerEntry entry() const;
  void change(ScannerEntry entry);
  void end(); // all waits and calls; for good

  // The turn, with the device open. Errc::busy, cancelled, or why it does not open. `cancel` is
  // then looked at (follow_cancel()) until give_back().
  Result<std::shared_ptr<OpenedScanner>>
  take_turn(const std::string& who, std::chrono::milliseconds patience, const Cancel* cancel);
  void give_back();
  void saw(const Result<ScannerState>& state);
  void failed(const Error& error); // a call of the one that has the turn

  Result<ScannerFacts> facts();
  Result<ScannerState> state();

  // For the threads of the broker.
  void follow_cancel();
  void close_if_idle();
  std::optional<std::string> ask_for_buttons();

private:
  using Lock = std::unique_lock<std::mutex>;
  Result<void> wait_for_turn(Lock& lock, std::uint64_t number, std::chrono::milliseconds patience,
                             const Cancel* cancel);
  Result<std::shared_ptr<OpenedScanner>> begin_turn(Lock& lock, const Cancel* cancel);
  Result<std::shared_ptr<OpenedScanner>> begin_look(Lock& lock);
  Result<std::shared_ptr<OpenedScanner>> open(Lock& lock);
  std::optional<Result<ScannerState>> remembered() const;
  Failure in_use() const;
  bool wants_buttons(Clock::time_point now) const;
  void note_buttons(Clock::time_point now, const Error* error);

  const std::shared_ptr<const Scanners::Options> options_;
  const BrokerPace pace_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  ScannerEntry entry_;
  Line line_;
  bool ended_ = false;
  bool looking_ = false; // the turn is ours, for a short question
  bool stale_ = false;   // the entry has changed since the device was opened
  std::shared_ptr<OpenedScanner> opened_;
  const Cancel* user_cancel_ = nullptr;
  Clock::time_point last_used_{}, next_buttons_{};
  bool buttons_failed_ = false;
  std::optional<ScannerFacts> facts_;
  std::optional<Result<ScannerState>> state_;
  Clock::time_point state_time_{};
};

} // namespace platen::scan
