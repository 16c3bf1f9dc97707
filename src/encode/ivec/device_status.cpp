#include "encode/ivec/device_status.h"

#include <algorithm>
#include <charconv>

namespace platen::encode::ivec {

namespace {

struct SupportCode {
  std::string_view code, reason;
};
constexpr SupportCode support_codes[] = {
    {"1000", "media-empty"},  {"1003", "media-empty"},       {"1200", "cover-open"},
    {"1203", "cover-open"},   {"1300", "media-jam"},         {"1303", "media-jam"},
    {"1304", "media-jam"},    {"1600", "marker-supply-low"}, {"1688", "marker-supply-empty"},
    {"2113", "media-needed"}, {"2114", "media-needed"},
};
constexpr int low_percent = 10;

std::string text_of(const Answer& answer, std::string_view name) {
  const Element* element = answer.find(name);
  return element == nullptr ? std::string{} : element->text;
}

void add(DeviceWords& words, std::string_view reason) {
  if (std::ranges::find(words.reasons, reason) == words.reasons.end())
    words.reasons.emplace_back(reason);
}

// The inks come in one list with the tank for waste, whose level counts the other way.
void add_ink_levels(const Answer& answer, DeviceWords& words) {
  bool inks = false;
  for (const Element& element : answer.elements) {
    if (element.name == "marker_info" || element.name == "wasteink")
      inks = element.name == "marker_info";
    if (!inks || element.name != "level") continue;
    int percent = 0;
    const auto [end, error] =
        std::from_chars(element.text.data(), element.text.data() + element.text.size(), percent);
    if (error != std::errc{} || end != element.text.data() + element.text.size()) continue;
    if (percent <= low_percent)
      add(words, percent <= 0 ? "marker-supply-empty" : "marker-supply-low");
  }
}

} // namespace

DeviceWords device_words(const Answer& status) {
  DeviceWords words;
  const std::string code = text_of(status, "current_support_code");
  words.stopped = text_of(status, "status") == "stopped";
  if (!code.empty()) {
    const auto* const known = std::ranges::find(support_codes, code, &SupportCode::code);
    if (known != std::end(support_codes)) add(words, known->reason);
    words.message = "it shows support code " + code.substr(0, 16);
  }
  add_ink_levels(status, words);
  if (words.stopped && words.reasons.empty()) add(words, "other-error");
  return words;
}

} // namespace platen::encode::ivec
