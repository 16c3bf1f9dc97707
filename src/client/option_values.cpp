#include "client/option_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>

#include <cups/pwg.h>

namespace platen::client {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0;;) {
    const std::size_t comma = text.find(',', at);
    parts.push_back(text.substr(at, comma - at));
    if (comma == std::string::npos) return parts;
    at = comma + 1;
  }
}

std::optional<int> parse_integer(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_boolean(const std::string& text) {
  for (const char* word : {"true", "yes", "on"})
    if (text == word) return true;
  for (const char* word : {"false", "no", "off"})
    if (text == word) return false;
  return std::nullopt;
}

std::optional<std::pair<int, int>> parse_dpi(const std::string& text) {
  std::string number = text.ends_with("dpi") ? text.substr(0, text.size() - 3) : text;
  const std::size_t cross = number.find('x');
  const auto x = parse_integer(number.substr(0, cross));
  const auto y = cross == std::string::npos ? x : parse_integer(number.substr(cross + 1));
  if (!x || !y || *x < 1 || *y < 1) return std::nullopt;
  return std::pair(*x, *y);
}

std::optional<std::vector<std::pair<int, int>>> parse_ranges(const std::string& text) {
  std::vector<std::pair<int, int>> ranges;
  for (const std::string& part : split(text)) {
    const std::size_t dash = part.find('-');
    const auto first = parse_integer(part.substr(0, dash));
    const std::string end = dash == std::string::npos ? part : part.substr(dash + 1);
    const auto last = end.empty() ? std::numeric_limits<int>::max() : parse_integer(end);
    if (!first || !last || *first < 1 || *last < *first) return std::nullopt;
    if (!ranges.empty() && *first <= ranges.back().second) return std::nullopt;
    ranges.emplace_back(*first, *last);
  }
  return ranges;
}

bool add_ranges(ipp_t* into, ipp_tag_t group, const std::string& name, const std::string& text) {
  const auto ranges = parse_ranges(text);
  if (!ranges) return false;
  std::vector<int> first, last;
  for (const auto& [from, to] : *ranges) {
    first.push_back(from);
    last.push_back(to);
  }
  ippAddRanges(into, group, name.c_str(), static_cast<int>(first.size()), first.data(),
               last.data());
  return true;
}

std::optional<std::string> utc_time_of_day(const std::string& local, std::time_t now) {
  int hour = 0, minute = 0, second = 0, used = 0;
  const int fields =
      std::sscanf(local.c_str(), "%2d:%2d%n:%2d%n", &hour, &minute, &used, &second, &used);
  if (fields < 2 || static_cast<std::size_t>(used) != local.size() || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  std::tm day{};
  ::localtime_r(&now, &day);
  day.tm_hour = hour;
  day.tm_min = minute;
  day.tm_sec = second;
  day.tm_isdst = -1;
  std::time_t moment = std::mktime(&day);
  if (moment <= now) { // tomorrow, whose clock may have been changed
    ++day.tm_mday;
    day.tm_isdst = -1;
    moment = std::mktime(&day);
  }
  std::tm utc{};
  ::gmtime_r(&moment, &utc);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &utc);
  return text.data();
}

std::optional<std::time_t> parse_moment(const std::string& text) {
  std::tm moment{};
  const char* const end_of_minutes = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M", &moment);
  if (end_of_minutes == nullptr) return std::nullopt;
  std::string rest = end_of_minutes;
  if (rest.starts_with(':')) {
    const char* const end = ::strptime(rest.c_str(), ":%S", &moment);
    if (end == nullptr) return std::nullopt;
    rest = std::string(end);
  }
  if (rest == "Z") return ::timegm(&moment);
  if (!rest.empty()) return std::nullopt;
  moment.tm_isdst = -1;
  return std::mktime(&moment);
}

namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return text;
}

// Of "dl=iso_dl_110x220mm" in the printer's own list; empty: it does not have the name.
std::string name_of_printer(const std::string& lower, ipp_t* printer) {
  ipp_attribute_t* const names = ippFindAttribute(printer, "platen-media-names", IPP_TAG_NAME);
  for (int i = 0; names != nullptr && i < ippGetCount(names); ++i) {
    const std::string_view entry = ippGetString(names, i, nullptr);
    if (const std::size_t equals = entry.find('='); entry.substr(0, equals) == lower)
      return std::string(entry.substr(std::min(equals, entry.size() - 1) + 1));
  }
  return {};
}

// Names of old, as libcups knows them.
std::string legacy_name(const std::string& name, const std::string& lower) {
  std::string upper = lower;
  if (!upper.empty() && upper[0] >= 'a' && upper[0] <= 'z')
    upper[0] = static_cast<char>(upper[0] - ('a' - 'A'));
  const pwg_media_t* known = nullptr;
  if (name.find_first_of("_.") == std::string::npos) // neither a PWG name nor a measure
    for (const std::string& spelling : {name, lower, upper}) {
      if (known == nullptr) known = pwgMediaForLegacy(("iso-" + spelling).c_str());
      if (known == nullptr) known = pwgMediaForLegacy(("na-" + spelling).c_str());
      if (known == nullptr) known = pwgMediaForLegacy(spelling.c_str());
      if (known == nullptr) known = pwgMediaForPPD(spelling.c_str());
    }
  return known != nullptr ? known->pwg : name;
}

} // namespace

std::string media_name(const std::string& name, ipp_t* printer) {
  ipp_attribute_t* const supported = ippFindAttribute(printer, "media-supported", IPP_TAG_ZERO);
  if (supported != nullptr && ippContainsString(supported, name.c_str()) != 0) return name;
  const std::string lower = lower_case(name);
  std::string own = name_of_printer(lower, printer);
  return own.empty() ? legacy_name(name, lower) : own;
}

} // namespace platen::client
