#include "completion/candidates.h"

#include "completion/usage.h"

#include <algorithm>
#include <array>
#include <optional>

namespace platen::app::completion {

namespace {

// What the name of a value stands for. Commands name values alike, so that one table does.
struct Kind {
  std::string_view value; // as --help has it
  enum class Is : std::uint8_t { files, folders, models, options, jobs, words } is;
  std::array<std::string_view, 8> words{};
};

constexpr std::array kinds{
    Kind{"FILE", Kind::Is::files},
    Kind{"FILE.icc", Kind::Is::files},
    Kind{"IN", Kind::Is::files},
    Kind{"OUT", Kind::Is::files},
    Kind{"PATH", Kind::Is::files},
    Kind{"DIR", Kind::Is::folders},
    Kind{"FOLDER", Kind::Is::folders},
    Kind{"MODEL", Kind::Is::models},
    Kind{"NAME=VALUE", Kind::Is::options},
    Kind{"JOB", Kind::Is::jobs},
    Kind{"ROLE", Kind::Is::words, {"user", "operator", "administrator"}},
    Kind{"SCOPE", Kind::Is::words, {"read", "print", "scan", "operate", "administer"}},
    Kind{"FORMAT", Kind::Is::words, {"text", "csv", "json"}},
    Kind{"WHAT", Kind::Is::words, {"user", "department", "printer", "month", "media", "job"}},
    Kind{"METHOD", Kind::Is::words, {"full", "literal"}},
    Kind{"WHEN", Kind::Is::words, {"evening", "night", "weekend"}},
    Kind{"FUNCTION",
         Kind::Is::words,
         {"nozzle-check", "cleaning", "deep-cleaning", "alignment", "test-page"}},
};

const Kind* kind_of(std::string_view value) {
  const auto* const found = std::ranges::find(kinds, value, &Kind::value);
  return found == kinds.end() ? nullptr : found;
}

constexpr Flag help_flag{0, "help", "", "show a short text and end"};

class Completion {
public:
  Completion(const Command& command, std::span<const std::string> words, const Sources& sources)
      : command_(command), words_(words.first(words.size() - 1)), at_(words.back()),
        sources_(sources) {}

  Candidates run() {
    if (const Flag* const flag = waits_for_value()) {
      words_ = words_.first(words_.size() - 1);
      arguments_ = before();
      value(flag->name, flag->value, "", at_);
      return std::move(found_);
    }
    arguments_ = before();
    const std::size_t equals = at_.find('=');
    if (!only_operands() && at_.starts_with("--") && equals != std::string::npos) {
      if (const Flag* const flag = long_flag(at_.substr(2, equals - 2)))
        value(flag->name, flag->value, at_.substr(0, equals + 1), at_.substr(equals + 1));
    } else if (!only_operands() && at_.starts_with("-")) {
      flags();
    } else {
      operands();
    }
    return std::move(found_);
  }

private:
  bool only_operands() const { return std::ranges::find(words_, "--") != words_.end(); }

  const Flag* long_flag(std::string_view name) const {
    const auto found = std::ranges::find(command_.flags, name, &Flag::name);
    return found == command_.flags.end() ? nullptr : &*found;
  }

  // The flag whose value the word at the cursor is.
  const Flag* waits_for_value() const {
    if (words_.empty() || only_operands()) return nullptr;
    const std::string_view last = words_.back();
    for (const Flag& flag : command_.flags) {
      if (flag.value.empty()) continue;
      if (last == "--" + std::string(flag.name)) return &flag;
      if (flag.letter != 0 && last.size() == 2 && last[0] == '-' && last[1] == flag.letter)
        return &flag;
    }
    return nullptr;
  }

  Arguments before() const {
    auto parsed = parse(command_, {words_.begin(), words_.end()});
    return parsed ? *std::move(parsed) : Arguments{};
  }

  void offer(std::string word, std::string_view about, std::string_view begun) {
    if (word.starts_with(begun)) found_.words.push_back({std::move(word), std::string(about)});
  }

  void offer_all(const std::string& before, std::vector<Candidate> all, std::string_view begun) {
    for (Candidate& one : all)
      if (one.word.starts_with(begun))
        found_.words.push_back({before + one.word, std::move(one.about)});
  }

  void flags() {
    for (const Flag& flag : command_.flags) {
      offer("--" + std::string(flag.name), flag.help, at_);
      if (flag.letter != 0 && at_.size() == 2)
        offer(std::string("-") + flag.letter, flag.help, at_);
    }
    offer("--" + std::string(help_flag.name), help_flag.help, at_);
  }

  // `before` is what stands in the word before the value: "--output=".
  void value(std::string_view flag, std::string_view value, const std::string& before,
             std::string_view begun) {
    if (value == "NAME") {
      const std::string_view list = list_of_names(flag);
      if (!list.empty()) offer_all(before, sources_.listed(arguments_, list), begun);
      return;
    }
    const Kind* const kind = kind_of(value);
    if (kind == nullptr) return;
    switch (kind->is) {
    case Kind::Is::files:
      found_.files = true;
      break;
    case Kind::Is::folders:
      found_.folders = true;
      break;
    case Kind::Is::models:
      offer_all(before, sources_.models(arguments_), begun);
      break;
    case Kind::Is::options:
      offer_all(before, sources_.options(arguments_, begun), begun);
      found_.goes_on = begun.find('=') == std::string_view::npos;
      break;
    case Kind::Is::jobs:
      offer_all(before, sources_.listed(arguments_, "jobs"), begun);
      break;
    case Kind::Is::words:
      for (const std::string_view word : kind->words)
        if (!word.empty() && word.starts_with(begun))
          found_.words.push_back({before + std::string(word), ""});
      break;
    }
  }

  // Which list of the server a NAME is of: with -d that of printers, else that of the command.
  std::string_view list_of_names(std::string_view flag) const {
    constexpr std::array<std::string_view, 10> lists{
        "papers",       "profiles",     "recipes",  "letterheads", "scanners",
        "scan-recipes", "destinations", "contacts", "printers",    "jobs"};
    if (flag == "printer" && (command_.name == "scan" || command_.name == "scan-recipes"))
      return "scanners";
    const bool is_new = command_.name == "add" || command_.name == "setup";
    if (flag == "printer") return is_new ? "" : "printers";
    if (!flag.empty()) return "";
    const auto* const own = std::ranges::find(lists, command_.name);
    return own == lists.end() ? std::string_view{} : *own;
  }

  void operands() {
    const auto forms = forms_of(command_.operands);
    const std::size_t given = arguments_.operands.size();
    for (const Form& form : forms) {
      if (given == 0 && !form.word.empty()) offer(form.word, "", at_);
      const std::size_t words = form.word.empty() ? 0 : 1;
      if (given < words || (words == 1 && arguments_.operands[0] != form.word)) continue;
      if (form.operands.empty() || form.word == "add") continue; // a new name is nobody's yet
      const std::size_t place = given - words;
      if (place >= form.operands.size() && !form.repeats) continue;
      value("", form.operands[std::min(place, form.operands.size() - 1)], "", at_);
    }
  }

  const Command& command_;
  std::span<const std::string> words_; // before the cursor
  std::string at_;
  const Sources& sources_;
  Arguments arguments_;
  Candidates found_;
};

void tidy(Candidates& found) {
  std::ranges::stable_sort(found.words, {}, &Candidate::word);
  const auto same = [](const Candidate& a, const Candidate& b) { return a.word == b.word; };
  found.words.erase(std::unique(found.words.begin(), found.words.end(), same), found.words.end());
}

} // namespace

Candidates candidates(std::span<const Command> commands, std::span<const std::string> words,
                      const Sources& sources) {
  Candidates found;
  if (words.empty()) return found;
  if (words.size() == 1) {
    for (const Command& command : commands)
      if (command.name.starts_with(words[0]))
        found.words.push_back({std::string(command.name), std::string(command.summary)});
    for (const std::string_view flag : {"--help", "--version"})
      if (words[0].starts_with("-") && flag.starts_with(words[0]))
        found.words.push_back({std::string(flag), ""});
  } else {
    const auto command = std::ranges::find(commands, words[0], &Command::name);
    if (command != commands.end()) found = Completion(*command, words.subspan(1), sources).run();
  }
  tidy(found);
  return found;
}

} // namespace platen::app::completion
