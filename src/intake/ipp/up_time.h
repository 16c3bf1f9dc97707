#pragma once

#include "job/job.h"

#include <cstdint>
#include <functional>
#include <mutex>

namespace platen::intake::ipp {

// printer-up-time, which never runs back (RFC 8011 section 5.4.29): the wall clock's seconds since
// 1970; where the wall clock was set back, it goes on as the steady clock does until the wall clock
// has come up with it. May be used from any thread.
class UpTime {
public:
  using Clock = std::function<job::Time()>; // seconds; the steady one from any origin
  UpTime(Clock wall, Clock steady);

  struct Moment {
    job::Time wall = 0, up = 0;
    bool operator==(const Moment&) const = default;
  };
  Moment now();

private:
  const Clock wall_, steady_;
  std::mutex mutex_;
  job::Time up_, at_; // as told last, and what the steady clock showed then
};

// A moment in terms of printer-up-time, as counted at the moment `now`: 1..MAX for `now` itself and
// for what comes, MIN..MAX for what was. It counts the seconds since 1970, as CUPS does: RFC 8011
// section 5.4.29 lets a Printer go on counting where it was, so that the times of jobs mean the
// same after a restart, and lpstat, which takes them for UNIX times, shows the right dates. In
// January 2038 31 bits are full; then it begins again with 1, as if the printer had been switched
// on, and earlier times become negative, as RFC 8011 section 5.3.14 has them.
std::int32_t up_time(job::Time moment, job::Time now);

// The same for a moment of the wall clock that is to come, and for one that has been: that one is
// never after `now`, though the wall clock may have been set back since.
std::int32_t future_up_time(job::Time wall, const UpTime::Moment& now);
std::int32_t past_up_time(job::Time wall, const UpTime::Moment& now);

} // namespace platen::intake::ipp
