#include "wire/pjl/status.h"

#include <algorithm>
#include <charconv>

namespace platen::pjl {

namespace {

constexpr std::string_view exit_language = "\x1b%-12345X";
constexpr std::size_t longest_display = 255;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string printable(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  std::string clean(text.substr(0, longest_display));
  // PJL's displays are Roman-8, of which only ASCII means the same everywhere.
  std::ranges::replace_if(
      clean, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return std::string(trimmed(clean));
}

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::optional<DeviceStatus> read_status(std::string_view answer) {
  std::size_t begin = answer.rfind("@PJL INFO STATUS");
  if (begin == std::string_view::npos) begin = answer.rfind("@PJL USTATUS DEVICE");
  if (begin == std::string_view::npos) return std::nullopt;
  answer.remove_prefix(begin);
  DeviceStatus status;
  while (!answer.empty()) {
    const std::string_view line = next_line(answer);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = trimmed(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (name == "CODE") {
      const auto [end, error] =
          std::from_chars(value.data(), value.data() + value.size(), status.code);
      if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    } else if (name == "DISPLAY") {
      status.display = printable(value);
    } else if (name == "ONLINE") {
      status.online = value == "TRUE";
    }
  }
  return status.code > 0 ? std::optional(status) : std::nullopt;
}

std::optional<std::int64_t> number(std::string_view text) {
  constexpr std::int64_t most = 0xffff'ffff; // as the Printer MIB counts
  text = trimmed(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value >= 0 && value <= most ? std::optional(value) : std::nullopt;
}

// "PAGECOUNT=711797", or the number alone; a device that does not know it says "?".
void take_page_count(std::string_view answer, StatusAnswers& answers) {
  constexpr std::string_view heading = "@PJL INFO PAGECOUNT", label = "PAGECOUNT";
  const std::size_t begin = answer.rfind(heading);
  if (begin == std::string_view::npos) return;
  answer.remove_prefix(begin + heading.size());
  answers.counted = true;
  answers.page_count.reset();
  while (!answer.empty() && !answers.page_count) {
    const std::string_view line = trimmed(next_line(answer));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      answers.page_count = number(line);
    else if (trimmed(line.substr(0, equals)) == label)
      answers.page_count = number(line.substr(equals + 1));
  }
}

} // namespace

std::string status_questions(bool count) {
  return std::string(exit_language) + "@PJL INFO STATUS\r\n" +
         (count ? "@PJL INFO PAGECOUNT\r\n" : "") + std::string(exit_language);
}

void take_answers(std::string& received, StatusAnswers& answers) {
  for (std::size_t end = received.find('\f'); end != std::string::npos; end = received.find('\f')) {
    const std::string_view answer = std::string_view(received).substr(0, end);
    if (auto status = read_status(answer)) answers.status = std::move(status);
    take_page_count(answer, answers);
    received.erase(0, end + 1);
  }
}

} // namespace platen::pjl
