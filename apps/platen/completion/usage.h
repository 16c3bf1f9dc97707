#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platen::app::completion {

// One form of a command's operands: "remove NAME" is the word "remove" and the operand "NAME".
struct Form {
  std::string word;                  // empty: the form begins with an operand
  std::vector<std::string> operands; // without dots and brackets
  bool repeats = false;              // the last operand may come again
};

// The forms that the operands of a command's usage line tell: "[list] | add|remove NAME | FILE...".
// Words in small letters are to be typed as they are.
std::vector<Form> forms_of(std::string_view operands);

} // namespace platen::app::completion
