#include "base/file.h"
#include "base/limits.h"
#include "json/fields.h"
#include "remote/api.h"
#include "remote/listing.h"

#include <array>

namespace platen::app {

namespace {

using json::text_in;

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("scanners"));
  if (arguments.has("json")) return print_json(all);
  Table table({"SCANNER", "STATE", "FEEDER", "DEVICE", "MODEL"});
  for (const Json& entry : all)
    table.add({text_in(entry, "name"), text_in(entry, "state"), text_in(entry, "feeder"),
               text_in(entry, "uri"), text_in(entry, "make-and-model")});
  return print(table, "no scanners; \"platen scanners add NAME -v DEVICE-URI\" adds one");
}

Result<void> show(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json entry, api.get("scanners/" + operand(arguments, 0)));
  return print_entry(arguments, entry);
}

Result<void> devices(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("scanner-devices"));
  if (arguments.has("json")) return print_json(all);
  Table table({"DEVICE", "MODEL"});
  for (const Json& entry : all)
    table.add({text_in(entry, "uri"), text_in(entry, "make-and-model")});
  return print(table, "no scanner answers; one whose address is known needs none to be found");
}

Result<void> add(const Arguments& arguments) {
  if (!arguments.has("device"))
    return fail(Errc::invalid, "-v DEVICE-URI is missing; \"platen scanners devices\" lists some");
  TRY(Api api, Api::open(arguments));
  const Json entry{{"uri", arguments.get("device")},
                   {"model", arguments.get("model")},
                   {"info", arguments.get("info")},
                   {"location", arguments.get("location")}};
  const std::string path = "scanners/" + operand(arguments, 0);
  TRY_VOID(api.send("PUT", path, entry));
  if (arguments.has("profile")) {
    TRY(const Buffer profile, read_file(arguments.get("profile"), limits::icc_profile_bytes));
    TRY_VOID(api.put_file(path + "/profile", std::string(as_text(profile))));
  }
  // It is kept whether it answers or not; whoever adds it shall know.
  TRY(const Json now, api.get(path));
  if (text_in(now, "state") == "unreachable")
    return print_text("added, but it does not answer now: " + harmless(text_in(now, "message")) +
                      "\n");
  return {};
}

Result<void> remove(const Arguments& arguments) {
  return remove_entry(arguments, "scanners");
}

constexpr std::array<SubCommand, 5> sub_commands{{{"add", 1, add},
                                                  {"list", 0, list},
                                                  {"show", 1, show},
                                                  {"remove", 1, remove},
                                                  {"devices", 0, devices}}};

} // namespace

const Command& scanners_command() {
  static const Command command{
      "scanners",
      "Scanners of the server: list, show, add, remove, devices.",
      "[list] | devices | add|show|remove NAME",
      {{'v', "device", "DEVICE-URI", "add: bjnp://HOST, usb://MAKER/MODEL, sane:DEVICE"},
       {'m', "model", "MODEL", "add: the model, of a device that does not tell it"},
       {0, "info", "TEXT", "add: a name for people"},
       {0, "location", "TEXT", "add: where it stands"},
       {0, "profile", "FILE", "add: its ICC profile, which goes into the files"},
       json_flag,
       server_flag},
      "A scanner with the name of a printer is the same machine: clients find both under one\n"
      "name. Programs and phones scan by eSCL from http://HOST:8631/eSCL/NAME.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
