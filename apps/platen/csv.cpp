#include "csv.h"

namespace platen::app {

namespace {

std::string csv_field(std::string_view value) {
  constexpr std::string_view formula = "=+-@\t\r", quoted = ",\"\r\n";
  std::string text(value);
  if (!text.empty() && formula.find(text.front()) != formula.npos) text.insert(0, 1, '\'');
  if (text.find_first_of(quoted) == text.npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + "\"";
}

} // namespace

std::string csv_record(const std::vector<std::string>& fields) {
  std::string record;
  for (std::size_t i = 0; i < fields.size(); ++i)
    record += (i == 0 ? "" : ",") + csv_field(fields[i]);
  return record + "\r\n";
}

} // namespace platen::app
