#pragma once

#include "virtual/fault.h"
#include "virtual/faults.h"

#include <deque>
#include <functional>
#include <optional>

namespace platen::twin {

// Where the time of an engine comes from, and how it waits.
struct EngineWorld {
  using Clock = std::chrono::steady_clock;
  std::function<Clock::time_point()> now;
  std::function<Result<void>(std::chrono::milliseconds most)> wait;
  std::function<bool()> stands_still; // a jam, no paper: nothing moves
};
EngineWorld world_of(Faults& faults);

// The part of a laser printer that takes time and memory. A side is taken once it is whole; it lies
// in the memory until it is out, and sides come out one after the other at the engine's pace.
class Engine {
public:
  explicit Engine(const EngineTerms& terms) : terms_(terms) {}

  // `out` is called when the last of the copies is out. Waits while the memory is full.
  // Errc::limit: it never has so much room.
  Result<void> take(std::uint64_t bytes, std::int32_t copies, std::function<Result<void>()> out,
                    const EngineWorld& world);
  Result<void> finish(const EngineWorld& world); // waits until everything is out
  void forget() {
    sides_.clear();
    used_ = 0;
  } // the connection broke: nobody hears of them
  bool whole_pages() const { return terms_.page_protection; }

private:
  using Clock = EngineWorld::Clock;
  struct Side {
    std::uint64_t bytes;
    std::int32_t copies;
    std::function<Result<void>()> out;
  };
  Result<void> look(const EngineWorld& world); // what is out by now
  Result<void> wait(const EngineWorld& world); // for a moment, and looks

  const EngineTerms terms_;
  std::deque<Side> sides_;
  std::uint64_t used_ = 0;
  std::optional<Clock::time_point> warm_; // from when on
  Clock::time_point next_{}, looked_{};   // when the first side is out; when it was looked last
};

} // namespace platen::twin
