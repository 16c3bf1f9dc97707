#include "commands.h"
#include "completion/candidates.h"
#include "completion/scripts.h"
#include "completion/sources.h"
#include "remote/listing.h"

namespace platen::app {

namespace {

Result<void> print_candidates(const Arguments& arguments) {
  const std::span<const std::string> words = std::span(arguments.operands).subspan(1);
  const auto found = completion::candidates(commands(), words, completion::own_sources());
  std::string text;
  for (const auto& candidate : found.words)
    text += candidate.word + (candidate.about.empty() ? "" : "\t" + candidate.about) + "\n";
  if (found.files) text += ":files\n";
  if (found.folders) text += ":folders\n";
  if (found.goes_on) text += ":more\n";
  return print_text(text);
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  if (words.empty()) return fail(Errc::invalid, "it takes \"bash\", \"zsh\" or \"fish\"");
  if (words[0] == "candidates") return print_candidates(arguments);
  const auto script = completion::script_for(words[0]);
  if (!script || words.size() != 1)
    return fail(Errc::invalid, "there is a script for \"bash\", \"zsh\" and \"fish\", not for \"" +
                                   words[script ? 1 : 0] + "\"");
  return print_text(std::string(*script));
}

} // namespace

const Command& completion_command() {
  static const Command command{
      "completion",
      "Lets a shell complete platen's commands, options, printers and settings.",
      "bash | zsh | fish | candidates [WORD]...",
      {},
      "For one session: source <(platen completion bash). \"candidates -- WORD...\" is what these "
      "scripts ask:\n"
      "what may stand in the place of the last WORD, one a line, a tab before what it is; lines "
      "that begin\n"
      "with a colon say that files or folders fit, or that more of the word follows.\n",
      [](const Command& self, const Arguments& arguments) {
        const auto done = act(arguments);
        return done ? exit_done : report(self, done.error());
      }};
  return command;
}

} // namespace platen::app
