#include "base/utf8.h"
#include "scan/pack/pack.h"

#include <algorithm>

namespace platen::scan {
namespace {

constexpr std::size_t most_name_bytes = 200;
constexpr std::string_view field_names =
    "{date} {time} {year} {month} {day} {recipe} {user} {scanner} {counter}";
// What Windows' and Unix' file systems refuse or take for something else.
constexpr std::string_view refused = "/\\:*?\"<>|";

std::string padded(std::int64_t value, std::size_t digits) {
  std::string text = std::to_string(std::max<std::int64_t>(value, 0));
  return std::string(digits - std::min(text.size(), digits), '0') + text;
}

std::tm local_time(std::time_t time) {
  std::tm local{};
  ::localtime_r(&time, &local);
  return local;
}

Result<std::string> value_of(std::string_view field, const NameFields& fields) {
  const std::tm local = local_time(fields.time);
  const std::string year = padded(local.tm_year + 1900, 4), month = padded(local.tm_mon + 1, 2),
                    day = padded(local.tm_mday, 2);
  if (field == "date") return year + "-" + month + "-" + day;
  if (field == "time")
    return padded(local.tm_hour, 2) + "-" + padded(local.tm_min, 2) + "-" + padded(local.tm_sec, 2);
  if (field == "year") return year;
  if (field == "month") return month;
  if (field == "day") return day;
  if (field == "recipe") return fields.recipe;
  if (field == "user") return fields.user;
  if (field == "scanner") return fields.scanner;
  if (field == "counter") return padded(fields.counter, 4);
  return fail(Errc::invalid, "a name of scans has no field {" + std::string(field) +
                                 "}; there are " + std::string(field_names));
}

std::string filled_in_place(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(character.size());
    const bool bad = length == 0 || is_utf8_control(character) ||
                     refused.find(character[0]) != std::string_view::npos;
    clean += bad ? "_" : character;
  }
  return clean;
}

// Names of Windows' devices, with any extension ("Naming Files, Paths, and Namespaces").
bool is_device(std::string_view name) {
  std::string upper;
  for (const char c : name.substr(0, name.find('.')))
    upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const bool numbered = upper.size() == 4 && upper[3] >= '1' && upper[3] <= '9' &&
                        (upper.starts_with("COM") || upper.starts_with("LPT"));
  return numbered || upper == "CON" || upper == "PRN" || upper == "AUX" || upper == "NUL";
}

std::string_view without_ends(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::size_t last = text.find_last_not_of(" ."); // Windows drops these
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string fit(std::string text) {
  std::string name(without_ends(filled_in_place(text)));
  name.resize(valid_utf8_prefix(std::string_view(name).substr(0, most_name_bytes)));
  name = without_ends(name);
  if (name.empty()) return "scan";
  if (name[0] == '.') name[0] = '_'; // else Unix hides it
  if (is_device(name)) name.insert(0, "_");
  return name;
}

} // namespace

Result<std::string> expand_name(const std::string& pattern, const NameFields& fields) {
  std::string_view rest = pattern;
  std::string name;
  while (!rest.empty()) {
    const std::size_t brace = std::min(rest.find('{'), rest.size());
    name += rest.substr(0, brace);
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    const std::size_t end = rest.find('}');
    if (end == std::string_view::npos)
      return fail(Errc::invalid,
                  "a name of scans has a { without its }: " + filled_in_place(pattern));
    TRY(const std::string value, value_of(rest.substr(1, end - 1), fields));
    name += value;
    rest.remove_prefix(end + 1);
  }
  return fit(std::move(name));
}

} // namespace platen::scan
