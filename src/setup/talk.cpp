#include "setup/talk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace platen::setup {

namespace {

bool is_one_of(std::string_view answer, std::span<const std::string_view> words) {
  return std::ranges::find(words, answer) != words.end();
}

constexpr std::array<std::string_view, 4> undo_words{"u", "U", "undo", "quit"};
constexpr std::array<std::string_view, 4> yes_words{"y", "Y", "yes", "Yes"};
constexpr std::array<std::string_view, 4> no_words{"n", "N", "no", "No"};

} // namespace

Result<std::string> Talk::ask(const std::string& question, const std::string& otherwise) {
  TRY(std::string answer,
      person_.ask(question + (otherwise.empty() ? "" : " [" + otherwise + "]") + " "));
  if (is_one_of(answer, undo_words)) return fail(Errc::cancelled, "undone");
  return answer.empty() ? otherwise : answer;
}

Result<bool> Talk::yes(const std::string& question, bool otherwise) {
  for (;;) {
    TRY(const std::string answer, ask(question + (otherwise ? " [Y/n]" : " [y/N]")));
    if (answer.empty()) return otherwise;
    if (is_one_of(answer, yes_words)) return true;
    if (is_one_of(answer, no_words)) return false;
    say("Answer y for yes or n for no; u " + std::string(leaving_.wholly) + ".");
  }
}

Result<char> Talk::letter(const std::string& question, std::string_view letters) {
  for (;;) {
    TRY(const std::string answer, ask(question, std::string(1, letters.front())));
    if (answer.size() == 1 && letters.find(answer[0]) != std::string_view::npos) return answer[0];
    std::string listed;
    for (const char one : letters)
      listed += (listed.empty() ? "" : ", ") + std::string(1, one);
    say("Answer with one of " + listed + "; u " + std::string(leaving_.wholly) + ".");
  }
}

Result<std::size_t> Talk::number(const std::string& question, std::size_t most,
                                 std::string& words) {
  TRY(words, ask(question));
  if (words.empty() && most == 1) return 1;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), value);
  const bool whole = error == std::errc() && end == words.data() + words.size();
  return whole && value >= 1 && value <= most ? value : 0;
}

} // namespace platen::setup
