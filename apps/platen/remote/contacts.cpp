#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <array>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("contacts"));
  if (arguments.has("json")) return print_json(all);
  Table table({"CONTACT", "MAIL"});
  for (const Json& entry : all) {
    std::string mail;
    for (const Json& one : entry.value("mail", Json::array()))
      mail += (mail.empty() ? "" : " ") + one.get<std::string>();
    table.add({text_in(entry, "name"), mail});
  }
  return print(table, "no contacts; \"platen contacts add NAME ADDRESS\" adds one");
}

Result<void> add(const Arguments& arguments) {
  Json mail = Json::array({operand(arguments, 1)});
  for (const std::string& other : arguments.all("recipient"))
    mail.push_back(other);
  TRY(const std::string path, entry_path("contacts", operand(arguments, 0)));
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("PUT", path, {{"mail", std::move(mail)}}));
  return {};
}

Result<void> remove(const Arguments& arguments) {
  return remove_entry(arguments, "contacts");
}

constexpr std::array<SubCommand, 3> sub_commands{
    {{"add", 2, add}, {"list", 0, list}, {"remove", 1, remove}}};

} // namespace

const Command& contacts_command() {
  static const Command command{
      "contacts",
      "The address book of scans by mail: add, list, remove.",
      "[list] | add NAME ADDRESS | remove NAME",
      {{'r', "recipient", "ADDRESS", "add: a further address; may be repeated"},
       json_flag,
       server_flag},
      "A contact with several addresses is a group. A mail destination names it (-r @NAME), or a\n"
      "scan does where the destination allows it (-o mail-to=NAME).\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
