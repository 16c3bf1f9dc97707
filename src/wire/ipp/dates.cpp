#include "wire/ipp/dates.h"

#include <chrono>

namespace platen::ipp {

std::optional<std::time_t> moment_of(const ipp_uchar_t* date) {
  if (date == nullptr) return std::nullopt;
  using namespace std::chrono;
  const year_month_day day{year{date[0] << 8 | date[1]}, month{date[2]}, std::chrono::day{date[3]}};
  const int hour = date[4], minute = date[5], second = date[6]; // 60: a leap second
  const int east = date[8], zone_hours = date[9], zone_minutes = date[10];
  constexpr int most_zone_hours = 14; // of the line islands; RFC 2579 knew 13
  if (!day.ok() || hour > 23 || minute > 59 || second > 60 || zone_hours > most_zone_hours ||
      zone_minutes > 59 || (east != '+' && east != '-'))
    return std::nullopt;
  const auto offset = hours{zone_hours} + minutes{zone_minutes};
  const auto there = sys_days{day} + hours{hour} + minutes{minute} + seconds{second};
  return (east == '+' ? there - offset : there + offset).time_since_epoch().count();
}

} // namespace platen::ipp
