#include "device/status.h"

#include <algorithm>

namespace platen::device {

std::string keyword_of(const Reason& reason) {
  constexpr std::string_view endings[] = {"-report", "-warning", "-error"};
  return reason.keyword + std::string(endings[static_cast<std::size_t>(reason.severity)]);
}

void add_reason(std::vector<Reason>& reasons, std::string keyword, Severity severity,
                const std::string& text, const std::string& place) {
  const auto known = std::ranges::find(reasons, keyword, &Reason::keyword);
  if (known == reasons.end()) {
    reasons.push_back({std::move(keyword), severity, text, 0, place});
    return;
  }
  known->severity = std::max(known->severity, severity);
  if (known->text.empty()) known->text = text;
  if (known->place.empty()) known->place = place;
}

std::string_view without_severity(std::string_view reason) {
  for (const std::string_view severity : {"-report", "-warning", "-error"})
    if (reason.ends_with(severity)) reason.remove_suffix(severity.size());
  return reason;
}

bool same_trouble(std::string_view a, std::string_view b) {
  const auto opened = [](std::string_view keyword) {
    return keyword == "cover-open" || keyword == "door-open" || keyword == "interlock-open";
  };
  return a == b || (opened(a) && opened(b));
}

void add_reasons(std::vector<std::string>& told, const Condition& condition) {
  for (const Reason& reason : condition.reasons) {
    const bool known = std::ranges::any_of(told, [&](const std::string& one) {
      return same_trouble(without_severity(one), reason.keyword);
    });
    if (!known) told.push_back(keyword_of(reason));
  }
}

Level Level::of_percent(std::int64_t percent) {
  return {Known::percent, static_cast<int>(std::clamp<std::int64_t>(percent, 0, 100))};
}

Level Level::of_amount(std::int64_t level, std::int64_t capacity) {
  if (level == -3) return {Known::some, 0};
  if (level < 0 || capacity <= 0) return {};
  if (level >= capacity) return of_percent(100);
  const bool small = capacity < (std::int64_t{1} << 48);
  const std::int64_t percent = small ? level * 100 / capacity : level / (capacity / 100);
  return of_percent(std::min<std::int64_t>(percent, 99)); // it is not full
}

bool same(const Status& a, const Status& b) {
  return a.condition == b.condition && a.supplies == b.supplies && a.media == b.media &&
         a.impressions == b.impressions && a.channels == b.channels;
}

} // namespace platen::device
