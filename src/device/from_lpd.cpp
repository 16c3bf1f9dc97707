#include "device/from_lpd.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>
#include <vector>

namespace platen::device {

namespace {

constexpr std::size_t longest_words = 255;

// docs/protocols/lpd.md, "Queue state". Of each row the first phrase that is in a line counts.
struct Phrases {
  std::array<std::string_view, 6> any;
  std::string_view keyword;
  Severity severity;
};
constexpr Phrases troubles[] = {
    {{"paper jam", "media jam", "jammed"}, "media-jam", Severity::error},
    {{"cover open", "cover is open", "open cover", "close cover"}, "cover-open", Severity::error},
    {{"door open", "door is open"}, "door-open", Severity::error},
    {{"out of paper", "no paper", "paper out", "load paper", "add paper", "paper empty"},
     "media-needed",
     Severity::error},
    {{"out of toner", "no toner", "toner empty", "replace toner"}, "toner-empty", Severity::error},
    {{"toner low", "low toner", "toner is low"}, "toner-low", Severity::warning},
    {{"offline", "off-line", "off line"}, "offline", Severity::error},
};
constexpr std::array<std::string_view, 3> stopped{"is not ready", "is down",
                                                  "printing is disabled"};
constexpr std::array<std::string_view, 3> printing{"ready and printing", "is printing",
                                                   "now printing"};
constexpr std::string_view ready = "is ready";

std::string plain(std::string_view line) {
  std::string text;
  for (const char c : line.substr(0, longest_words))
    text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  const std::size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool has_any(std::string_view line, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) {
    return !phrase.empty() && line.find(phrase) != line.npos;
  });
}

// People name their documents as they like: what is listed of jobs says nothing about the printer.
bool begins_list(std::string_view line) {
  return line.starts_with("rank ");
}
bool is_of_a_job(std::string_view raw, std::string_view line) {
  if (raw.starts_with(' ') || raw.starts_with('\t')) return true; // the files of the long form
  const std::size_t bracket = line.rfind("[job ");
  return bracket != line.npos && line.ends_with(']');
}

void read_line(const std::string& words, Condition& condition) {
  const std::string line = lower(words);
  bool understood = false;
  for (const Phrases& row : troubles) {
    if (!has_any(line, row.any)) continue;
    add_reason(condition.reasons, std::string(row.keyword), row.severity, words);
    if (row.severity == Severity::error) condition.state = State::stopped;
    understood = true;
  }
  if (condition.state != State::stopped) {
    if (has_any(line, stopped)) {
      condition.state = State::stopped;
      add_reason(condition.reasons, "other", Severity::error, words);
    } else if (has_any(line, printing)) {
      condition.state = State::processing;
    } else if (condition.state == State::unknown && line.find(ready) != line.npos) {
      condition.state = State::idle;
    }
    understood = understood || condition.state != State::unknown;
  }
  if (condition.message.empty() || (understood && condition.state == State::stopped))
    condition.message = words;
}

} // namespace

Reading from_lpd(std::string_view text) {
  Condition condition;
  bool listing = false;
  while (!text.empty()) {
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    const std::string words = plain(raw);
    const std::string line = lower(words);
    if (words.empty()) continue;
    if (begins_list(line)) {
      listing = true;
    } else if (listing || is_of_a_job(raw, line)) {
      // The daemon prints the job that is first.
      const bool active = line.starts_with("active ") || line.find(": active") != line.npos;
      if (active && (condition.state == State::unknown || condition.state == State::idle))
        condition.state = State::processing;
    } else {
      read_line(words, condition);
    }
  }
  Reading reading;
  if (condition.state != State::unknown || !condition.reasons.empty() || !condition.message.empty())
    reading.condition = std::move(condition);
  return reading;
}

} // namespace platen::device
