#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <array>
#include <cstdio>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("tokens"));
  if (arguments.has("json")) return print_json(all);
  Table table({"ID", "NAME", "USER", "SCOPES", "EXPIRES", "USED"});
  for (const Json& entry : all) {
    std::string scopes;
    for (const Json& one : entry.value("scopes", Json::array()))
      scopes += (scopes.empty() ? "" : " ") + one.get<std::string>();
    table.add({text_in(entry, "id"), text_in(entry, "name"), text_in(entry, "user"), scopes,
               text_in(entry, "expires"), text_in(entry, "used")});
  }
  return print(table, "no tokens; \"platen token add NAME --scope read\" makes one");
}

Result<void> add(const Arguments& arguments) {
  if (!arguments.has("scope"))
    return fail(Errc::invalid, "say what it is for: --scope read, print, scan, operate or "
                               "administer; may be repeated");
  Json wish{{"name", operand(arguments, 0)}, {"scopes", arguments.all("scope")}};
  if (arguments.has("user")) wish["user"] = arguments.get("user");
  if (arguments.has("expires")) wish["expires"] = arguments.get("expires");
  TRY(Api api, Api::open(arguments));
  TRY(const Json made, api.send("POST", "tokens", wish));
  if (arguments.has("json")) return print_json(made);
  std::printf("%s\n", text_in(made, "token").c_str());
  return {};
}

Result<void> remove(const Arguments& arguments) {
  return remove_entry(arguments, "tokens");
}

constexpr std::array<SubCommand, 3> sub_commands{
    {{"add", 1, add}, {"list", 0, list}, {"remove", 1, remove}}};

} // namespace

const Command& token_command() {
  static const Command command{
      "token",
      "What programs log in with in place of a password: add, list, remove.",
      "[list] | add NAME | remove ID",
      {{0, "scope", "SCOPE",
        "add: read, print, scan, operate, administer: what it is for; may be repeated"},
       {'u', "user", "NAME", "add: whose it is (administrators; default: one's own)"},
       {0, "expires", "TIME", "add: when it ends: 2027-01-31 or 2027-01-31T12:00:00Z"},
       json_flag,
       server_flag},
      "\"add\" prints the token, which nobody can see again. Commands take it from PLATEN_TOKEN, "
      "other programs\n"
      "send it as \"Authorization: Bearer TOKEN\". It may do what its user may and its scopes "
      "allow, and ends when\n"
      "it expires, is removed, or its user goes.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
