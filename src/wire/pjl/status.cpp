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

std::optional<DeviceStatus> read_answer(std::string_view answer) {
  std::size_t begin = answer.rfind("@PJL INFO STATUS");
  if (begin == std::string_view::npos) begin = answer.rfind("@PJL USTATUS DEVICE");
  if (begin == std::string_view::npos) return std::nullopt;
  answer.remove_prefix(begin);
  DeviceStatus status;
  while (!answer.empty()) {
    const std::string_view line = answer.substr(0, answer.find('\n'));
    answer.remove_prefix(std::min(line.size() + 1, answer.size()));
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

} // namespace

std::string info_status() {
  return std::string(exit_language) + "@PJL INFO STATUS\r\n" + std::string(exit_language);
}

std::optional<DeviceStatus> take_status(std::string& received) {
  std::optional<DeviceStatus> last;
  for (std::size_t end = received.find('\f'); end != std::string::npos; end = received.find('\f')) {
    if (auto status = read_answer(std::string_view(received).substr(0, end))) last = status;
    received.erase(0, end + 1);
  }
  return last;
}

} // namespace platen::pjl
