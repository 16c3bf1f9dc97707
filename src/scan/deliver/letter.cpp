#include "scan/deliver/letter.h"

#include <optional>

#include <time.h>

namespace platen::scan {

namespace {

std::string two_digits(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::optional<std::string> value_of(std::string_view field, const NameFields& fields) {
  std::tm local{};
  ::localtime_r(&fields.time, &local);
  const std::string year = std::to_string(local.tm_year + 1900);
  const std::string month = two_digits(local.tm_mon + 1), day = two_digits(local.tm_mday);
  if (field == "date") return year + "-" + month + "-" + day;
  if (field == "time") return two_digits(local.tm_hour) + ":" + two_digits(local.tm_min);
  if (field == "year") return year;
  if (field == "month") return month;
  if (field == "day") return day;
  if (field == "recipe") return fields.recipe;
  if (field == "user") return fields.user;
  if (field == "scanner") return fields.scanner;
  if (field == "counter") return std::to_string(fields.counter);
  return std::nullopt;
}

} // namespace

Result<std::string> fill_in(const std::string& pattern, const NameFields& fields) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('{', at);
    out += pattern.substr(at, open - at);
    if (open == std::string::npos) break;
    const std::size_t close = pattern.find('}', open);
    const std::string field =
        close == std::string::npos ? "" : pattern.substr(open + 1, close - open - 1);
    const auto value = value_of(field, fields);
    if (!value)
      return fail(Errc::invalid,
                  "\"" + pattern.substr(open, 40) +
                      "\" is no field (they are {date} {time} {year} {month} {day} "
                      "{recipe} {user} {scanner} {counter})",
                  open);
    out += *value;
    at = close + 1;
  }
  return out;
}

} // namespace platen::scan
