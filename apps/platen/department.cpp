#include "auth/accounts.h"
#include "auth/gate.h"
#include "commands.h"
#include "own_state.h"
#include "secret.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

Result<void> list(const auth::AccountBook& book, bool as_json) {
  auto all = nlohmann::json::array();
  for (const auto& [id, department] : book.departments)
    all.push_back({{"number", id},
                   {"name", department.name},
                   {"limit", department.allowance ? auth::to_string(*department.allowance) : ""},
                   {"pin", !department.hash.empty()}});
  if (as_json) {
    std::printf("%s\n", all.dump(2).c_str());
    return {};
  }
  for (const auto& [id, department] : book.departments)
    std::printf("%s\t%s\t%s\t%s\n", id.c_str(), department.name.c_str(),
                department.allowance ? auth::to_string(*department.allowance).c_str() : "no limit",
                department.hash.empty() ? "no PIN" : "PIN");
  return {};
}

// What the options say of a department; the rest stays as it is.
Result<void> change(const Arguments& arguments, auth::Department& department) {
  if (arguments.has("name")) {
    TRY_VOID(auth::check_department_name(arguments.get("name")));
    department.name = arguments.get("name");
  }
  TRY_VOID(change_allowance(arguments, department.allowance));
  if (arguments.has("no-pin")) department.hash.clear();
  if (!arguments.has("pin")) return {};
  TRY(const std::string pin, new_secret("PIN"));
  TRY_VOID(auth::check_department_pin(pin));
  TRY(department.hash, auth::hash_password(pin));
  return {};
}

Result<void> check_users(const auth::AccountBook& book, const std::string& id) {
  for (const auto& [name, user] : book.users)
    if (user.department == id)
      return fail(Errc::invalid, "the department " + id + " is that of " + name +
                                     ": give that one another first, with \"platen quota set\"");
  return {};
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const bool known = what == "add" || what == "set" || what == "delete" || what == "list";
  if (!known || words.size() != (what == "list" ? 1u : 2u))
    return fail(Errc::invalid,
                "it takes \"add NUMBER\", \"set NUMBER\", \"delete NUMBER\" or \"list\"");
  if (arguments.has("pin") && arguments.has("no-pin"))
    return fail(Errc::invalid, "--pin and --no-pin exclude each other");
  TRY(const server::Paths paths, state_paths(arguments));
  TRY(auth::AccountBook book, auth::read_accounts(paths.accounts()));
  if (what == "list") return list(book, arguments.has("json"));
  const std::string& id = words[1];
  TRY_VOID(auth::check_department_id(id));
  const bool there = book.departments.contains(id);
  if (what == "add" && there)
    return fail(Errc::invalid, "there is a department " + id + " already; \"set\" changes it");
  if (what != "add" && !there) return fail(Errc::not_found, "there is no department " + id);
  if (what == "delete") {
    TRY_VOID(check_users(book, id));
    book.departments.erase(id);
  } else {
    TRY_VOID(change(arguments, book.departments[id]));
    TRY_VOID(make_state_folder(paths.state));
  }
  return auth::write_accounts(paths.accounts(), book);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& department_command() {
  static const Command command{
      "department",
      "The departments that jobs count for: add, set (change), delete, list.",
      "add|set|delete|list [NUMBER]",
      {{0, "name", "TEXT", "what people call it"},
       {0, "pin", "", "its jobs need a PIN, which is asked for"},
       {0, "no-pin", "", "they need none"},
       {0, "limit", "N-sheets|sides-day|week|month", "how much it may print, as 500-sheets-month"},
       {0, "no-limit", "", "as much as it likes"},
       {0, "json", "", "the list as JSON"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "NUMBER has 1 to 7 digits. The PIN is asked for on the terminal, or one line of standard\n"
      "input. A running server sees the change at once.\n",
      run};
  return command;
}

} // namespace platen::app
