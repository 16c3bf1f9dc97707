#include "update/moment.h"

#include <array>
#include <charconv>
#include <compare>
#include <cstdio>
#include <ctime>

namespace platen::update {

namespace {

// So many digits at `at`; nothing where something else stands there.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

bool stands(std::string_view text, std::size_t at, char wanted) {
  return at < text.size() && text[at] == wanted;
}

std::tm in_utc(Time moment) {
  const std::time_t time = moment;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  return parts;
}

// The number that a version's part begins with, and whether letters come behind it.
struct Part {
  std::uint64_t number = 0;
  bool early = false;
  auto operator<=>(const Part& other) const {
    if (const auto by_number = number <=> other.number; by_number != 0) return by_number;
    return static_cast<int>(other.early) <=> static_cast<int>(early);
  }
};

Part next_part(std::string_view& rest) {
  const std::string_view text = rest.substr(0, rest.find('.'));
  rest.remove_prefix(std::min(rest.size(), text.size() + 1));
  Part part;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part.number);
  part.early = error == std::errc() && end != text.data() + text.size();
  return part;
}

} // namespace

std::optional<Time> parse_moment(std::string_view text) {
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (!year || !month || !day || !stands(text, 4, '-') || !stands(text, 7, '-'))
    return std::nullopt;
  if (*year < 1970) return std::nullopt; // strftime() would write fewer digits of some
  std::tm parts{};
  parts.tm_year = *year - 1900;
  parts.tm_mon = *month - 1;
  parts.tm_mday = *day;
  if (text.size() != 10) {
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2),
               second = digits(text, 17, 2);
    const bool form = text.size() == 20 && stands(text, 10, 'T') && stands(text, 13, ':') &&
                      stands(text, 16, ':') && stands(text, 19, 'Z');
    if (!form || !hour || !minute || !second) return std::nullopt;
    parts.tm_hour = *hour;
    parts.tm_min = *minute;
    parts.tm_sec = *second;
  }
  std::tm same = parts;
  const Time moment = ::timegm(&same);
  // A 31st of June would be a day of July.
  const bool real = same.tm_mon == parts.tm_mon && same.tm_mday == parts.tm_mday &&
                    same.tm_hour == parts.tm_hour && same.tm_min == parts.tm_min &&
                    same.tm_sec == parts.tm_sec;
  return real ? std::optional(moment) : std::nullopt;
}

std::string to_text(Time moment) {
  const std::tm parts = in_utc(moment);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string day_of(Time moment) {
  return to_text(moment).substr(0, 10);
}

bool is_newer(std::string_view version, std::string_view than) {
  while (!version.empty() || !than.empty()) {
    const Part mine = next_part(version), other = next_part(than);
    if (const auto order = mine <=> other; order != 0) return order > 0;
  }
  return false;
}

} // namespace platen::update
