#include "intake/ipp/hold_times.h"

#include "base/result.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

constexpr job::Time day = 86'400;

// Hours of a local day; `to` may lie on the next one.
struct Window {
  std::string_view keyword;
  int from, to;
};
constexpr std::array<Window, 5> windows{{{"day-time", 6, 18},
                                         {"evening", 18, 24},
                                         {"night", 18, 30},
                                         {"second-shift", 16, 24},
                                         {"third-shift", 0, 8}}};

std::tm midnight(job::Time now, const Calendar& calendar, int days_later) {
  std::tm date = calendar.local(now);
  date.tm_mday += days_later;
  date.tm_hour = date.tm_min = date.tm_sec = 0;
  return date;
}

job::Time hour_of(job::Time now, const Calendar& calendar, int days_later, int hour) {
  std::tm date = midnight(now, calendar, days_later);
  date.tm_hour = hour;
  return calendar.moment(date);
}

// The window of yesterday may still be open (night).
Release next_window(const Window& window, job::Time now, const Calendar& calendar) {
  for (const int when : {-1, 0, 1}) {
    const job::Time from = hour_of(now, calendar, when, window.from);
    if (now < from) return {true, from};
    if (now < hour_of(now, calendar, when, window.to)) return {false, 0};
  }
  return {true, hour_of(now, calendar, 2, window.from)};
}

Release next_weekend(job::Time now, const Calendar& calendar) {
  const int weekday = calendar.local(now).tm_wday; // 0: Sunday
  if (weekday == 0 || weekday == 6) return {false, 0};
  return {true, hour_of(now, calendar, 6 - weekday, 0)};
}

// One or two digits off the front; nothing when there are none or more.
std::optional<int> take_number(std::string_view& text) {
  int value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 3)
    value = value * 10 + (text[digits++] - '0');
  text.remove_prefix(digits);
  return digits == 1 || digits == 2 ? std::optional(value) : std::nullopt;
}

// "HH:MM[:SS]" in UTC, today or else tomorrow.
std::optional<Release> next_time_of_day(std::string_view text, job::Time now) {
  std::array<int, 3> fields{};
  std::size_t count = 0;
  do {
    if (count == fields.size()) return std::nullopt;
    if (count > 0) text.remove_prefix(1);
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    fields[count++] = *number;
  } while (text.starts_with(':'));
  if (!text.empty() || count < 2 || fields[0] > 23 || fields[1] > 59 || fields[2] > 59)
    return std::nullopt;
  const job::Time at = now - now % day + fields[0] * 3600 + fields[1] * 60 + fields[2];
  return Release{true, at > now ? at : at + day};
}

} // namespace

namespace {

std::tm local_date(job::Time time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm date{};
  EXPECTS(localtime_r(&seconds, &date) != nullptr);
  return date;
}

// mktime() does not say which moment it takes of a time that is shown twice, or of one that is
// skipped. No zone changes its clocks twice within two days.
job::Time moment_of(std::tm date) {
  const auto as_if_utc = static_cast<job::Time>(timegm(&date));
  const auto with_offset_at = [&](job::Time time) {
    return as_if_utc - static_cast<job::Time>(local_date(time).tm_gmtoff);
  };
  const job::Time before = with_offset_at(as_if_utc - day), after = with_offset_at(as_if_utc + day);
  const auto is_shown_at = [&](job::Time time) {
    return time + static_cast<job::Time>(local_date(time).tm_gmtoff) == as_if_utc;
  };
  return !is_shown_at(before) && is_shown_at(after) ? after : before;
}

} // namespace

Calendar system_calendar() {
  return {local_date, moment_of};
}

std::optional<Release> release_of(std::string_view hold_until, job::Time now,
                                  const Calendar& calendar) {
  if (hold_until == "no-hold") return Release{};
  if (hold_until == "indefinite") return Release{true, 0};
  if (hold_until == "weekend") return next_weekend(now, calendar);
  for (const Window& window : windows)
    if (window.keyword == hold_until) return next_window(window, now, calendar);
  return next_time_of_day(hold_until, now);
}

std::optional<job::Time> retained_until(std::string_view keyword, job::Time finished,
                                        const Calendar& calendar) {
  if (keyword == "none") return finished;
  if (keyword == "indefinite") return forever;
  if (keyword == "end-of-day") return calendar.moment(midnight(finished, calendar, 1));
  const std::tm date = calendar.local(finished);
  if (keyword == "end-of-week")
    return calendar.moment(midnight(finished, calendar, 1 + (7 - date.tm_wday) % 7));
  if (keyword != "end-of-month") return std::nullopt;
  std::tm next = midnight(finished, calendar, 0);
  next.tm_mday = 1;
  ++next.tm_mon;
  return calendar.moment(next);
}

std::vector<std::string_view> hold_until_keywords() {
  std::vector<std::string_view> keywords{"no-hold", "indefinite"};
  for (const Window& window : windows)
    keywords.push_back(window.keyword);
  keywords.emplace_back("weekend");
  return keywords;
}

std::vector<std::string_view> retain_until_keywords() {
  return {"none", "indefinite", "end-of-day", "end-of-week", "end-of-month"};
}

} // namespace platen::intake::ipp
