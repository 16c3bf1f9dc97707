#include "remote/listing.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <iomanip>
#include <sstream>

namespace platen::app {

namespace {

// Code points: what a terminal shows of the languages that printers' names are written in, nearly.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

struct Words {
  std::string_view keyword, words;
};
// Without their "-error", "-warning" and "-report".
constexpr std::array<Words, 44> known_reasons{{
    {"media-empty", "out of paper"},
    {"media-needed", "paper is needed"},
    {"media-low", "paper is low"},
    {"media-jam", "paper jam"},
    {"door-open", "a door is open"},
    {"cover-open", "the cover is open"},
    {"interlock-open", "a lock is open"},
    {"toner-empty", "out of toner"},
    {"toner-low", "toner is low"},
    {"marker-supply-empty", "a supply is empty"},
    {"marker-supply-low", "a supply is low"},
    {"marker-supply-missing", "a supply is missing"},
    {"marker-waste-full", "the waste container is full"},
    {"marker-waste-almost-full", "the waste container is nearly full"},
    {"input-tray-missing", "a tray is missing"},
    {"output-area-full", "the output tray is full"},
    {"output-area-almost-full", "the output tray is nearly full"},
    {"output-tray-missing", "the output tray is missing"},
    {"spool-area-full", "the printer's memory is full"},
    {"paused", "paused"},
    {"moving-to-paused", "about to pause"},
    {"shutdown", "switched off"},
    {"offline", "off line"},
    {"connecting-to-device", "the printer does not answer"},
    {"timed-out", "the printer does not answer"},
    {"stopping", "stopping"},
    {"identify-printer-requested", "asked to identify itself"},
    {"job-hold-until-specified", "held until a time"},
    {"job-password-wait", "waiting for its PIN"},
    {"job-held-on-create", "new jobs are held"},
    {"job-suspended-by-system", "waiting for somebody"},
    {"resources-are-not-ready", "what it needs is not ready"},
    {"resources-are-not-supported", "the printer does not have its language"},
    {"account-limit-reached", "a limit is reached"},
    {"account-info-needed", "waiting for its department"},
    {"account-authorization-failed", "its department is not proven"},
    {"printer-stopped-partly", "waiting for the printer"},
    {"job-printing", "printing"},
    {"job-canceled-by-user", "canceled by its user"},
    {"job-canceled-by-operator", "canceled by an operator"},
    {"job-completed-successfully", "done"},
    {"job-completed-with-errors", "done, with errors"},
    {"printer-stopped", "the printer is stopped"},
    {"job-incoming", "still arriving"},
}};

std::string words_for(const std::string& reason) {
  std::string_view bare = reason;
  for (const std::string_view severity : {"-error", "-warning", "-report"})
    if (bare.ends_with(severity)) bare.remove_suffix(severity.size());
  for (const Words& known : known_reasons)
    if (known.keyword == bare) return std::string(known.words);
  return reason;
}

std::string formatted(const std::tm& moment, const char* form) {
  std::ostringstream text;
  text << std::put_time(&moment, form);
  return text.str();
}

} // namespace

std::string harmless(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xc2 && i + 1 < text.size() &&
                    static_cast<unsigned char>(text[i + 1]) < 0xa0; // U+0080..U+009F
    if (c1) ++i;
    result += c1 || byte < 0x20 || byte == 0x7f ? '?' : text[i];
  }
  return result;
}

std::string Table::text() const {
  std::vector<std::vector<std::string>> rows = rows_;
  std::vector<std::size_t> widths(rows[0].size());
  for (auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = harmless(row[i]);
      widths[i] = std::max(widths[i], width(row[i]));
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] + 2 - width(row[i]), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string when(std::time_t moment, std::time_t now) {
  std::tm then{}, today{}, yesterday{};
  ::localtime_r(&moment, &then);
  ::localtime_r(&now, &today);
  yesterday = today;
  --yesterday.tm_mday;
  yesterday.tm_isdst = -1;
  std::mktime(&yesterday);
  const auto same_day = [&](const std::tm& day) {
    return then.tm_year == day.tm_year && then.tm_yday == day.tm_yday;
  };
  if (same_day(today)) return formatted(then, "%H:%M");
  if (same_day(yesterday)) return "yesterday " + formatted(then, "%H:%M");
  constexpr std::time_t half_a_year = 180 * 86'400;
  const bool near = moment > now - half_a_year && moment < now + half_a_year;
  return formatted(then, near ? "%-d %b %H:%M" : "%Y-%m-%d");
}

std::string reason_words(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) {
    const std::string words = words_for(reason);
    if (text.find(words) == std::string::npos) text += (text.empty() ? "" : ", ") + words;
  }
  return text;
}

Result<void> print_text(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return {};
  return fail(Errc::io, "cannot write to standard output: " + errno_text(errno));
}

Result<void> print(const Table& table, const std::string& nothing) {
  return print_text(table.empty() ? nothing + "\n" : table.text());
}

} // namespace platen::app
