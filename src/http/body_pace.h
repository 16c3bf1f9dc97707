#pragma once

#include "http/task.h"

#include <algorithm>
#include <cstdint>

namespace platen::http {

// Whether a body comes fast enough: in each window as many bytes as the least rate asks for. A
// window begins anew once they have come, so that the first one is the time of grace, and a burst
// gives leave for one window of silence, whatever its size. Only time in which the client is waited
// for counts: what our disk takes is not the client's fault.
class BodyPace {
public:
  BodyPace(std::uint64_t bytes_per_second, std::chrono::milliseconds window, Clock::time_point now)
      : window_(window),
        least_(std::max<std::uint64_t>(1, bytes_per_second *
                                              static_cast<std::uint64_t>(window.count()) / 1000)),
        until_(now + window) {}

  void came(std::uint64_t bytes, Clock::time_point now) {
    bytes_ += bytes;
    if (bytes_ < least_) return;
    bytes_ = 0;
    until_ = now + window_;
  }
  void held_up(Clock::duration by) { until_ += by; }
  Clock::time_point deadline() const { return until_; }

private:
  Clock::duration window_;
  std::uint64_t least_, bytes_ = 0;
  Clock::time_point until_;
};

} // namespace platen::http
