#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <array>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("scan-recipes"));
  if (arguments.has("json")) return print_json(all);
  Table table({"RECIPE", "BUTTON", "SETTINGS"});
  for (const Json& entry : all) {
    const std::string button = text_in(entry, "button");
    table.add({text_in(entry, "name"),
               button.empty() ? "" : button + " of " + text_in(entry, "scanner"),
               settings_text(entry.value("options", Json::object()))});
  }
  return print(table, "no recipes of scans; \"platen scan-recipes add NAME -o ...\" adds one");
}

Result<void> add(const Arguments& arguments) {
  TRY(Json options, scan_options(arguments, nullptr));
  if (arguments.has("button") != arguments.has("printer"))
    return fail(Errc::invalid, "--button needs -d NAME, the scanner that has it");
  Json entry{{"options", std::move(options)}};
  if (arguments.has("button")) {
    entry["button"] = arguments.get("button");
    entry["scanner"] = arguments.get("printer");
  }
  TRY(const std::string path, entry_path("scan-recipes", operand(arguments, 0)));
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("PUT", path, entry));
  return {};
}

Result<void> remove(const Arguments& arguments) {
  return remove_entry(arguments, "scan-recipes");
}

constexpr std::array<SubCommand, 3> sub_commands{
    {{"add", 1, add}, {"list", 0, list}, {"remove", 1, remove}}};

} // namespace

const Command& scan_recipes_command() {
  static const Command command{
      "scan-recipes",
      "Settings of a scan under one name, for people and buttons: add, list, remove.",
      "[list] | add|remove NAME",
      {option_flag,
       {'d', "printer", "NAME", "add: with --button: the scanner"},
       {'b', "button", "BUTTON", "add: the button of the device that begins it: color, gray"},
       json_flag,
       server_flag},
      "platen scan -o recipe=NAME scans with it. -o to=DESTINATION says where the file goes.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
