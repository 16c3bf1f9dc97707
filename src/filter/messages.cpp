#include "filter/messages.h"

#include "render/utf8.h"

#include <algorithm>
#include <array>

namespace platen::filter {

namespace {

constexpr std::size_t longest_line = 1023, most_reasons = 16;
constexpr int most_logged = 1000; // lines of one job

struct Level {
  std::string_view prefix, name;
  bool for_people, is_error;
};
constexpr std::array<Level, 8> levels{{{"EMERG:", "error", true, true},
                                       {"ALERT:", "error", true, true},
                                       {"CRIT:", "error", true, true},
                                       {"ERROR:", "error", true, true},
                                       {"WARNING:", "warning", true, false},
                                       {"NOTICE:", "info", true, false},
                                       {"INFO:", "info", true, false},
                                       {"DEBUG:", "debug", false, false}}};

// Of printer-state-reasons (RFC 8011 section 5.4.12, PWG 5100.9), without "-error" and so on.
constexpr std::array<std::string_view, 19> known_reasons{"media-needed",
                                                         "media-jam",
                                                         "media-low",
                                                         "media-empty",
                                                         "cover-open",
                                                         "door-open",
                                                         "input-tray-missing",
                                                         "output-tray-missing",
                                                         "output-area-full",
                                                         "output-area-almost-full",
                                                         "marker-supply-low",
                                                         "marker-supply-empty",
                                                         "marker-waste-almost-full",
                                                         "marker-waste-full",
                                                         "toner-low",
                                                         "toner-empty",
                                                         "fuser-over-temp",
                                                         "developer-low",
                                                         "other"};

bool is_known(std::string_view reason) {
  for (const std::string_view ending : {"-error", "-warning", "-report"})
    if (reason.ends_with(ending)) reason.remove_suffix(ending.size());
  return std::ranges::find(known_reasons, reason) != known_reasons.end();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

} // namespace

void Messages::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c != '\n') {
      if (line_.size() < longest_line) line_ += c;
      continue;
    }
    take_line(line_);
    line_.clear();
  }
}

void Messages::end() {
  if (!line_.empty()) take_line(line_);
  line_.clear();
}

void Messages::take_line(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with("STATE:")) return change_reasons(trimmed(line.substr(6)));
  if (line.starts_with("PAGE:") || line.starts_with("ATTR:") || line.starts_with("PPD:")) return;
  Level level{"", "debug", false, false}; // cupsd takes what has no prefix for DEBUG
  for (const Level& one : levels)
    if (line.starts_with(one.prefix)) level = one;
  const std::string text = render::harmless(trimmed(line.substr(level.prefix.size())));
  if (text.empty()) return;
  if (log_ && logged_ < most_logged) {
    ++logged_;
    log_(level.name, text);
  }
  if (level.is_error) error_ = text;
  if (level.prefix != "DEBUG:") other_ = text;
  if (!level.for_people || words_ == text) return;
  words_ = text;
  say();
}

// "+a,b" adds, "-a" removes, "a" is all there is.
void Messages::change_reasons(std::string_view words) {
  const bool removes = words.starts_with('-');
  const bool adds = words.starts_with('+');
  if (adds || removes) words.remove_prefix(1);
  std::vector<std::string> next = adds || removes ? reasons_ : std::vector<std::string>{};
  while (!words.empty()) {
    const std::size_t comma = words.find_first_of(", ");
    const std::string_view reason = trimmed(words.substr(0, comma));
    words = comma == words.npos ? std::string_view{} : words.substr(comma + 1);
    if (!is_known(reason)) continue;
    std::erase(next, reason);
    if (!removes && next.size() < most_reasons) next.emplace_back(reason);
  }
  if (next == reasons_) return;
  reasons_ = std::move(next);
  say();
}

void Messages::say() {
  if (said_) said_(reasons_, words_);
}

} // namespace platen::filter
