#include "command_line.h"

namespace platen::app {

std::string Arguments::get(std::string_view name, std::string_view otherwise) const {
  const auto found = flags.find(name);
  return found == flags.end() ? std::string(otherwise) : found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  const auto found = flags.find(name);
  return found == flags.end() ? std::vector<std::string>{} : found->second;
}

namespace {

constexpr Flag help_flag{0, "help", "", "show this text"};

const Flag* find_long(const Command& command, std::string_view name) {
  if (name == help_flag.name) return &help_flag;
  for (const Flag& flag : command.flags)
    if (flag.name == name) return &flag;
  return nullptr;
}

const Flag* find_short(const Command& command, char letter) {
  for (const Flag& flag : command.flags)
    if (flag.letter == letter) return &flag;
  return nullptr;
}

Failure unknown(const Command& command, const std::string& word) {
  std::string known;
  for (const Flag& flag : command.flags) {
    known += known.empty() ? "" : ", ";
    if (flag.letter != 0) known += std::string("-") + flag.letter + "/";
    known += "--" + std::string(flag.name);
  }
  return fail(Errc::invalid, "platen " + std::string(command.name) + " has no option " + word +
                                 "; it has " + known);
}

class Parser {
public:
  Parser(const Command& command, const std::vector<std::string>& words)
      : command_(command), words_(words) {}

  Result<Arguments> run() {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (word == "--") {
        arguments_.operands.insert(arguments_.operands.end(),
                                   words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1,
                                   words_.end());
        break;
      }
      if (word.starts_with("--")) {
        TRY_VOID(long_form(word));
      } else if (word.size() > 1 && word[0] == '-') {
        TRY_VOID(short_form(word));
      } else {
        arguments_.operands.push_back(word);
      }
    }
    return std::move(arguments_);
  }

private:
  Result<void> long_form(const std::string& word) {
    const std::size_t equals = word.find('=');
    const Flag* flag = find_long(
        command_,
        std::string_view(word).substr(2, equals == std::string::npos ? equals : equals - 2));
    if (flag == nullptr) return unknown(command_, word.substr(0, equals));
    if (flag->value.empty()) {
      if (equals != std::string::npos)
        return fail(Errc::invalid, word.substr(0, equals) + " takes no value");
      arguments_.flags[std::string(flag->name)].emplace_back();
      return {};
    }
    if (equals != std::string::npos) {
      arguments_.flags[std::string(flag->name)].push_back(word.substr(equals + 1));
      return {};
    }
    return take_value(*flag, word);
  }

  Result<void> short_form(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const Flag* flag = find_short(command_, word[i]);
      if (flag == nullptr) return unknown(command_, std::string("-") + word[i]);
      if (flag->value.empty()) {
        arguments_.flags[std::string(flag->name)].emplace_back();
        continue;
      }
      if (i + 1 < word.size()) {
        arguments_.flags[std::string(flag->name)].push_back(word.substr(i + 1));
        return {};
      }
      return take_value(*flag, std::string("-") + word[i]);
    }
    return {};
  }

  Result<void> take_value(const Flag& flag, const std::string& shown) {
    if (at_ + 1 >= words_.size())
      return fail(Errc::invalid, shown + " needs a value (" + std::string(flag.value) + ")");
    arguments_.flags[std::string(flag.name)].push_back(words_[++at_]);
    return {};
  }

  const Command& command_;
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  Arguments arguments_;
};

} // namespace

Result<Arguments> parse(const Command& command, const std::vector<std::string>& words) {
  return Parser(command, words).run();
}

std::string help_text(const Command& command) {
  std::string text = "usage: platen " + std::string(command.name) + " [OPTION]...";
  if (!command.operands.empty()) text += " " + std::string(command.operands);
  text += "\n" + std::string(command.summary) + "\n\n";
  const auto line = [&text](const Flag& flag) {
    std::string left = flag.letter != 0 ? std::string("  -") + flag.letter + ", " : "      ";
    left += "--" + std::string(flag.name);
    if (!flag.value.empty()) left += " " + std::string(flag.value);
    constexpr std::size_t column = 28;
    left += left.size() < column ? std::string(column - left.size(), ' ')
                                 : "\n" + std::string(column, ' ');
    text += left + std::string(flag.help) + "\n";
  };
  for (const Flag& flag : command.flags)
    line(flag);
  line(help_flag);
  if (!command.details.empty()) text += "\n" + std::string(command.details);
  return text;
}

} // namespace platen::app
