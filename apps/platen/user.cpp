#include "auth/gate.h"
#include "auth/tokens.h"
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
    std::printf("%s\t%s\n", name.c_str(), std::string(to_string(user.role)).c_str());
  return {};
}

Result<auth::Role> role_of(const Arguments& arguments) {
  const bool administrator = arguments.has("administrator");
  if (!arguments.has("role")) return administrator ? auth::Role::administrator : auth::Role::user;
  const auto role = auth::parse_role(arguments.get("role"));
  if (!role || *role == auth::Role::guest)
    return fail(Errc::invalid, "--role is user, operator or administrator");
  if (administrator && *role != auth::Role::administrator)
    return fail(Errc::invalid, "--role and --administrator say different things");
  return *role;
}

// What was made of them before serves nobody of that name again.
Result<void> remove(const server::Paths& paths, const std::string& name) {
  TRY_VOID(auth::remove_user(paths.users(), name));
  return auth::remove_tokens_of(paths.tokens(), name);
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const std::size_t wanted = what == "list" ? 1 : 2;
  if ((what != "list" && what != "set" && what != "remove") || words.size() != wanted)
    return fail(Errc::invalid, "it takes \"set NAME\", \"remove NAME\" or \"list\"");
  TRY(const server::Paths paths, state_paths(arguments));
  if (what == "list") return list(paths.users());
  if (what == "remove") return remove(paths, words[1]);
  TRY(const auth::Role role, role_of(arguments));
  TRY_VOID(auth::check_user_name(words[1]));
  TRY(const std::string password, new_secret("password"));
  TRY_VOID(make_state_folder(paths.state));
  return auth::set_user(paths.users(), words[1], role, password);
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
      {{0, "role", "ROLE", "with set: user (the default), operator or administrator"},
       {0, "administrator", "", "with set: the same as --role administrator"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "\"set\" asks for the password on the terminal, or reads one line of standard input. A "
      "running server sees\n"
      "the change at once. An operator pauses printers, maintains them and looks after everybody's "
      "jobs; an\n"
      "administrator also changes printers, users and settings. Whoever is set or removed is "
      "logged "
      "out of the\n"
      "web app, and the tokens of whoever is removed go with them.\n",
      run};
  return command;
}

} // namespace platen::app
