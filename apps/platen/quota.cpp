#include "auth/accounts.h"
#include "auth/users.h"
#include "commands.h"
#include "own_state.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

Result<void> list(const auth::AccountBook& book, bool as_json) {
  auto all = nlohmann::json::array();
  for (const auto& [name, user] : book.users)
    all.push_back({{"user", name},
                   {"limit", user.allowance ? auth::to_string(*user.allowance) : ""},
                   {"department", user.department}});
  if (as_json) {
    std::printf("%s\n", all.dump(2).c_str());
    return {};
  }
  for (const auto& [name, user] : book.users)
    std::printf("%s\t%s\t%s\n", name.c_str(),
                user.allowance ? auth::to_string(*user.allowance).c_str() : "no limit",
                user.department.empty() ? "no department" : user.department.c_str());
  return {};
}

// What the options say of a user; the rest stays as it is.
Result<void> change(const Arguments& arguments, const auth::AccountBook& book,
                    auth::UserAccount& user) {
  TRY_VOID(change_allowance(arguments, user.allowance));
  if (!arguments.has("department")) return {};
  user.department = arguments.get("department");
  if (user.department.empty() || book.departments.contains(user.department)) return {};
  return fail(Errc::not_found, "there is no department " + user.department +
                                   "; \"platen department add\" makes one");
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const bool known = what == "set" || what == "remove" || what == "list";
  if (!known || words.size() != (what == "list" ? 1u : 2u))
    return fail(Errc::invalid, "it takes \"set USER\", \"remove USER\" or \"list\"");
  TRY(const server::Paths paths, state_paths(arguments));
  TRY(auth::AccountBook book, auth::read_accounts(paths.accounts()));
  if (what == "list") return list(book, arguments.has("json"));
  TRY_VOID(auth::check_user_name(words[1]));
  if (what == "remove") {
    if (book.users.erase(words[1]) == 0)
      return fail(Errc::not_found, "nothing is set for the user " + words[1]);
  } else {
    TRY_VOID(change(arguments, book, book.users[words[1]]));
    TRY_VOID(make_state_folder(paths.state));
  }
  return auth::write_accounts(paths.accounts(), book);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& quota_command() {
  static const Command command{
      "quota",
      "How much people may print, and their departments: set, remove, list.",
      "set|remove|list [USER]",
      {{0, "limit", "N-sheets|sides-day|week|month", "how much, as 100-sides-week"},
       {0, "no-limit", "", "as much as they like"},
       {0, "department", "NUMBER", "that jobs count for which name none; \"\": none"},
       {0, "json", "", "the list as JSON"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "USER \"*\" is everybody for whom nothing is set. A running server sees the change at "
      "once.\n",
      run};
  return command;
}

} // namespace platen::app
