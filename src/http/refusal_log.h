#pragma once

#include "http/admission.h"
#include "http/task.h"

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace platen::http {

// Puts refused connections and requests into words, the first at once and then once a minute at
// most: a flood shall not fill the disk with lines. From any thread.
class RefusalLog {
public:
  // The line that is to be logged now, if any. `who`: an address, or what else tells the client.
  std::optional<std::string> add(Clock::time_point now, Verdict why, std::string_view who,
                                 const Room& room);
  // The same for what was refused since the last line; to be asked now and then.
  std::optional<std::string> look(Clock::time_point now);

  static constexpr std::chrono::minutes pause{1};

private:
  struct Count {
    std::uint64_t times = 0;
    std::string last; // of those who were refused
  };
  std::optional<std::string> speak(Clock::time_point now);

  std::mutex mutex_;
  std::array<Count, verdicts> counts_;
  Room room_;
  Clock::time_point next_ = Clock::time_point::min();
};

} // namespace platen::http
