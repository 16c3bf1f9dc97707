#include "wire/pjl/info.h"

#include <algorithm>
#include <string_view>

namespace platen::pjl {

namespace {

constexpr std::string_view exit_language = "\x1b%-12345X";
constexpr std::size_t longest_word = 80, most_languages = 32;

std::string_view next_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// For people: ASCII alone, bounded, without quotes and blanks around it.
std::string word_of(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '"'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '"'))
    text.remove_suffix(1);
  std::string word(text.substr(0, longest_word));
  std::ranges::replace_if(
      word, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return word;
}

// "LANGUAGES [2 ENUMERATED]", and a line for each, set in by a tabulator.
void take_configuration(std::string_view answer, DeviceInfo& info) {
  info.configured = true;
  bool inside = false;
  while (!answer.empty()) {
    const std::string_view line = next_line(answer);
    const bool value = line.starts_with('\t') || line.starts_with(' ');
    if (!value) inside = line.starts_with("LANGUAGES");
    if (!inside || !value || info.languages.size() == most_languages) continue;
    if (auto word = word_of(line); !word.empty()) info.languages.push_back(std::move(word));
  }
}

void take_answer(std::string_view answer, DeviceInfo& info) {
  const std::size_t begin = answer.rfind("@PJL INFO ");
  if (begin == std::string_view::npos) return;
  answer.remove_prefix(begin);
  const std::string_view heading = next_line(answer);
  if (heading.starts_with("@PJL INFO CONFIG")) take_configuration(answer, info);
  if (heading.starts_with("@PJL INFO ID") && info.id.empty()) info.id = word_of(next_line(answer));
}

} // namespace

std::string info_questions() {
  return std::string(exit_language) + "@PJL INFO ID\r\n@PJL INFO CONFIG\r\n" +
         std::string(exit_language);
}

void take_info(std::string& received, DeviceInfo& info) {
  for (std::size_t end = received.find('\f'); end != std::string::npos; end = received.find('\f')) {
    take_answer(std::string_view(received).substr(0, end), info);
    received.erase(0, end + 1);
  }
}

} // namespace platen::pjl
