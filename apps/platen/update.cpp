#include "models_commands.h"
#include "models_desk.h"
#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <algorithm>

namespace platen::app {

namespace {

std::string program_words(const Json& program) {
  const std::string own = text_in(program, "version"), newest = text_in(program, "newest");
  if (newest.empty()) return "platen " + own + "; the source tells nothing about newer versions\n";
  if (!program.value("newer", false)) return "platen " + own + " is the newest\n";
  std::string text = "platen " + harmless(newest) + " is there; this is " + own + "\n";
  for (const Json& change : program.value("changes", Json::array()))
    if (change.is_string()) text += "  - " + harmless(change.get<std::string>()) + "\n";
  return text + "The package manager installs it: " + harmless(text_in(program, "how")) + "\n";
}

std::string models_words(const Json& models) {
  std::string text;
  for (const Json& entry : models)
    if (text_in(entry, "standing") == "available")
      text += "  " + harmless(text_in(entry, "id")) + " version " +
              entry.value("available", Json()).dump() + "\n";
  if (text.empty()) return "no newer models\n";
  return "newer models (\"platen models update\" installs them):\n" + text;
}

Result<void> check(const Arguments& arguments) {
  if (arguments.operands != std::vector<std::string>{"check"})
    return fail(Errc::invalid, "it takes \"check\": the package manager installs programs, "
                               "\"platen models update\" models");
  TRY(const auto source, source_of(arguments));
  TRY(const auto desk, open_models_desk(arguments, true));
  TRY(const Json status, source ? desk->check(*source) : desk->check());
  if (arguments.has("json")) return print_json(status);
  return print_text(program_words(status.value("program", Json::object())) +
                    models_words(status.value("models", Json::array())));
}

} // namespace

const Command& update_command() {
  static const Command command{
      "update",
      "Tells whether there is a newer version of platen or of a model; installs nothing.",
      "check",
      {{0, "from", "WHERE",
        "a folder, a packed file or an https:// address in place of the configured source"},
       {0, "trust", "FILE",
        "--from https://...: the certificates by which that server is believed"},
       json_flag,
       server_flag,
       {0, "state", "DIR", "of a server on this machine, as its own --state; it need not run"}},
      "The word of a new version comes from the signed index of [updates] source, as models do. "
      "Nothing about "
      "this machine\n"
      "is sent.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return check(arguments); });
      }};
  return command;
}

} // namespace platen::app
