#pragma once

#include "job/job.h"

#include <ctime>
#include <functional>
#include <optional>
#include <string_view>

namespace platen::intake::ipp {

// Local time where the printer stands.
struct Calendar {
  std::function<std::tm(job::Time)> local;
  // The moment of a local date and time; fields may be out of their ranges, tm_isdst is ignored. Of
  // a time that the clock shows twice it is the first; one that it skips is counted on from before
  // the gap, as RFC 5545 section 3.3.5 has it: 02:30 becomes 03:30.
  std::function<job::Time(std::tm)> moment;
};
Calendar system_calendar(); // the process' time zone

// When a job-hold-until value lets a job go. The windows are those that CUPS clients know:
//   day-time 6-18, evening 18-24, night 18-6, second-shift 16-24, third-shift 0-8, weekend Sat-Sun
// in local time; a job that arrives within its window is not held. "HH:MM" and "HH:MM:SS" are times
// of day in UTC, as lp -H sends them. Nothing: no such value.
struct Release {
  bool held = false;
  job::Time at = 0; // 0: never by itself
};
std::optional<Release> release_of(std::string_view hold_until, job::Time now,
                                  const Calendar& calendar);

// Until when a job-retain-until keyword (PWG 5100.7) keeps the documents of a job that ended at
// `finished`: none, end-of-day, end-of-week (Sunday), end-of-month, indefinite. Nothing: no such
// keyword.
std::optional<job::Time> retained_until(std::string_view keyword, job::Time finished,
                                        const Calendar& calendar);

inline constexpr job::Time forever = 253'402'300'799; // 9999-12-31 23:59:59

// For job-hold-until-supported and job-retain-until-supported.
std::vector<std::string_view> hold_until_keywords();
std::vector<std::string_view> retain_until_keywords();

} // namespace platen::intake::ipp
