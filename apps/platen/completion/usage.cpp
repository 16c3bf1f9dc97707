#include "completion/usage.h"

#include <algorithm>

namespace platen::app::completion {

namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    if (end > begin) parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string without_brackets(std::string word) {
  std::erase_if(word, [](char c) { return c == '[' || c == ']'; });
  return word;
}

bool is_literal(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

Form form_of(std::string_view text) {
  Form form;
  for (const std::string& part : split(text, ' ')) {
    std::string word = without_brackets(part);
    form.repeats = word.ends_with("...");
    if (form.repeats) word.resize(word.size() - 3);
    if (form.word.empty() && form.operands.empty() && is_literal(word)) {
      form.word = std::move(word);
    } else if (!word.empty()) {
      form.operands.push_back(std::move(word));
    }
  }
  return form;
}

} // namespace

std::vector<Form> forms_of(std::string_view operands) {
  std::vector<Form> forms;
  std::vector<std::size_t> sharing; // words of "show|remove NAME" that have no operand yet
  for (std::size_t begin = 0; begin < operands.size();) {
    const std::size_t end = std::min(operands.find('|', begin), operands.size());
    Form form = form_of(operands.substr(begin, end - begin));
    const bool tight = end < operands.size() && operands[end - 1] != ' ';
    begin = end + 1;
    if (form.word.empty() && form.operands.empty()) continue;
    for (const std::size_t before : sharing) {
      forms[before].operands = form.operands;
      forms[before].repeats = form.repeats;
    }
    if (!form.operands.empty() || !tight) sharing.clear();
    if (form.operands.empty() && tight) sharing.push_back(forms.size());
    forms.push_back(std::move(form));
  }
  return forms;
}

} // namespace platen::app::completion
