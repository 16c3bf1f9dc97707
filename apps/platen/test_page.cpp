#include "base/file.h"
#include "commands.h"
#include "server/sample_program.h"

namespace platen::app {

namespace {

int run(const Command& command, const Arguments& arguments) {
  if (arguments.operands.size() != 1 || !arguments.has("output"))
    return report(command, {Errc::invalid, "takes \"picture\" or \"document\", and --output OUT"});
  const std::string& what = arguments.operands[0];
  if (what != "picture" && what != "document")
    return report(command, {Errc::invalid,
                            "there is no test page \"" + what + "\"; choose picture or document"});
  auto file = AtomicFile::create(arguments.get("output"));
  if (!file) return report(command, file.error());
  if (const auto made = server::draw_sample(what, *file); !made)
    return report(command, made.error());
  if (const auto done = file->commit(); !done) return report(command, done.error());
  return exit_done;
}

} // namespace

const Command& test_page_command() {
  static const Command command{
      "test-page",
      "Writes platen's own test picture (16-bit PNG) or document (two-page PDF).",
      "picture|document",
      {{'O', "output", "OUT", "the file to write"}},
      "The picture shows gradients, memory colours, a neutral ramp, fine lines and small text; the "
      "document is an\n"
      "office letter with text, a table, a chart and a photograph. Print them with \"platen "
      "convert\".\n",
      run};
  return command;
}

} // namespace platen::app
