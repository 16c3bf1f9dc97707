#include "doctor/finding.h"

#include "doctor/codes.h"
#include "json/fields.h"

#include <algorithm>
#include <array>

namespace platen::doctor {

namespace {

constexpr std::array<std::string_view, 4> severities{"good", "note", "warning", "problem"};

// "{name}" of `words` replaced; a name that has no value stays, so that a test can find it.
std::string filled(std::string_view words, const Values& values) {
  std::string text;
  while (!words.empty()) {
    const std::size_t open = words.find('{');
    const std::size_t close = open == words.npos ? words.npos : words.find('}', open);
    if (close == words.npos) break;
    text += words.substr(0, open);
    const std::string name(words.substr(open + 1, close - open - 1));
    const auto value = values.find(name);
    text += value != values.end() ? value->second : "{" + name + "}";
    words.remove_prefix(close + 1);
  }
  return text + std::string(words);
}

} // namespace

std::string_view to_string(Severity severity) {
  return severities.at(static_cast<std::size_t>(severity));
}

Finding make_finding(std::string_view code, std::string subject, Values values, bool fixable) {
  const Code* const known = find_code(code);
  EXPECTS(known != nullptr);
  values["subject"] = subject;
  Finding finding;
  finding.code = code;
  finding.subject = std::move(subject);
  finding.severity = known->severity;
  finding.title = filled(known->title, values);
  finding.cause = filled(known->cause, values);
  for (const std::string_view advice : known->advice)
    if (!advice.empty()) finding.advice.push_back(filled(advice, values));
  finding.has_fix = fixable && !known->fix.empty();
  if (finding.has_fix) finding.fix = {filled(known->fix, values), filled(known->changes, values)};
  finding.values = std::move(values);
  return finding;
}

nlohmann::json to_json(const Finding& finding) {
  nlohmann::json json{{"code", finding.code},
                      {"subject", finding.subject},
                      {"severity", to_string(finding.severity)},
                      {"title", finding.title},
                      {"cause", finding.cause},
                      {"advice", finding.advice},
                      {"fix", nullptr},
                      {"values", finding.values}};
  if (finding.has_fix)
    json["fix"] = {{"title", finding.fix.title}, {"changes", finding.fix.changes}};
  return json;
}

Result<Finding> finding_from_json(const nlohmann::json& json) {
  if (!json.is_object()) return fail(Errc::malformed, "a finding is an object");
  Finding finding;
  finding.code = json::text_in(json, "code");
  finding.subject = json::text_in(json, "subject");
  const std::string severity = json::text_in(json, "severity");
  const auto* const word = std::ranges::find(severities, severity);
  if (finding.code.empty() || word == severities.end())
    return fail(Errc::malformed, "a finding has a code and a severity");
  finding.severity = static_cast<Severity>(word - severities.begin());
  finding.title = json::text_in(json, "title");
  finding.cause = json::text_in(json, "cause");
  if (const auto advice = json.find("advice"); advice != json.end() && advice->is_array())
    for (const auto& one : *advice)
      if (one.is_string()) finding.advice.push_back(one.get<std::string>());
  if (const auto fix = json.find("fix"); fix != json.end() && fix->is_object()) {
    finding.has_fix = true;
    finding.fix = {json::text_in(*fix, "title"), json::text_in(*fix, "changes")};
  }
  if (const auto values = json.find("values"); values != json.end() && values->is_object())
    for (const auto& [name, value] : values->items())
      if (value.is_string()) finding.values[name] = value.get<std::string>();
  return finding;
}

void sort_by_severity(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
}

} // namespace platen::doctor
