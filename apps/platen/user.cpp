#include "auth/gate.h"
#include "auth/users.h"
#include "commands.h"
#include "own_state.h"
#include "secret.h"

#include <array>
#include <cstdio>

namespace platen::app {

namespace {

Result<void> list(const std::filesystem::path& file) {
  TRY(const auth::Users users, auth::read_users(file));
  for (const auto& [name, user] : users)
    std::printf("%s\t%s\n", name.c_str(), user.administrator ? "administrator" : "user");
  return {};
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const std::size_t wanted = what == "list" ? 1 : 2;
  if ((what != "list" && what != "set" && what != "remove") || words.size() != wanted)
    return fail(Errc::invalid, "it takes \"set NAME\", \"remove NAME\" or \"list\"");
  TRY(const server::Paths paths, state_paths(arguments));
  if (what == "list") return list(paths.users());
  if (what == "remove") return auth::remove_user(paths.users(), words[1]);
  TRY_VOID(auth::check_user_name(words[1]));
  TRY(const std::string password, new_secret("password"));
  TRY_VOID(make_state_folder(paths.state));
  return auth::set_user(paths.users(), words[1], arguments.has("administrator"), password);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& user_command() {
  static const Command command{
      "user",
      "The people who may log in to the server: set (add or change), remove, list.",
      "set|remove|list [NAME]",
      {{0, "administrator", "", "with set: may change printers and other people's jobs"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "\"set\" asks for the password on the terminal, or reads one line of standard input. A "
      "running server sees\n"
      "the change at once.\n",
      run};
  return command;
}

} // namespace platen::app
