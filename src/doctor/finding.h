#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

// What is wrong between a person's computer and the tray of a device, why, and what to do about it.
namespace platen::doctor {

enum class Severity : std::uint8_t { good, note, warning, problem };
std::string_view to_string(Severity severity);

// What goes into the words of a code in place of "{name}".
using Values = std::map<std::string, std::string>;

// A repair that platen can do itself, once somebody has agreed.
struct Fix {
  std::string title;   // "Resume the printer"
  std::string changes; // exactly what becomes different
};

struct Finding {
  std::string code;    // of the registry (codes.h): stable
  std::string subject; // a printer, "job 12", a file, a host: what it is about
  Severity severity = Severity::note;
  std::string title, cause; // for people, in English
  std::vector<std::string> advice;
  bool has_fix = false;
  Fix fix;
  Values values; // so that others can say the same in another language
};

// A finding of a code that the registry has; `values` besides "subject", which it always has.
// `fixable`: false where the repair of the code cannot be done this time.
Finding make_finding(std::string_view code, std::string subject, Values values = {},
                     bool fixable = true);

// As docs/protocols/rest.md has it.
nlohmann::json to_json(const Finding& finding);
// Errc::malformed for what is none.
Result<Finding> finding_from_json(const nlohmann::json& json);

// The worst first; what is alike keeps its order.
void sort_by_severity(std::vector<Finding>& findings);

} // namespace platen::doctor
