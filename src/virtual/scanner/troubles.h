#pragma once

#include "virtual/fault.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string_view>

namespace platen::twin::scanner {

// Makes the scanner's part of a fault script happen. From any thread.
class Troubles {
public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  // `press` is called with the name of a button.
  Troubles(std::vector<ScannerFault> script, std::function<void(std::string_view)> press,
           Clock clock);

  void clear() { cleared_ = true; } // what is wrong now; async-signal-safe
  std::int32_t begun() const { return begun_; }

  void look(); // begins what has its time; all others do that too

  // ---- what the unit does
  void connected();                    // bytes count anew
  void drew_in(std::int32_t sheet);    // 0: the glass is scanned
  void sent_lines(std::int32_t lines); // of this image, in all
  void sent_bytes(std::size_t count);

  // ---- what is wrong
  bool has(ScannerFaultKind kind);
  bool take(ScannerFaultKind kind); // of those that take no time: whether it is to happen now
  bool jammed() { return has(ScannerFaultKind::jam) || has(ScannerFaultKind::cover_open); }
  std::uint64_t bytes_per_second(); // 0: as fast as it goes
  // How many may be sent until something happens.
  std::int32_t lines_left(std::int32_t wanted);
  std::size_t bytes_left(std::size_t wanted);

private:
  using Time = std::chrono::steady_clock::time_point;
  struct Planned {
    ScannerFault fault;
    std::int32_t left = 1;
    bool counted = false; // of this image or connection already
  };
  struct Active {
    ScannerFaultKind kind;
    std::optional<Time> until;
    std::uint64_t bytes_per_second = 0;
  };
  void update(); // ends what is over, begins what has its time; under the lock
  bool awaits(const Planned& planned) const; // it may happen with this sheet
  bool due(const Planned& planned) const;
  void begin(Planned& planned);

  const std::function<void(std::string_view)> press_;
  const Clock clock_;
  const Time since_;
  std::atomic<bool> cleared_ = false;
  std::atomic<std::int32_t> begun_ = 0;
  std::mutex mutex_;
  std::vector<Planned> planned_;
  std::vector<Active> active_;
  std::int32_t sheet_ = 0, lines_ = 0;
  std::uint64_t bytes_ = 0;
};

} // namespace platen::twin::scanner
