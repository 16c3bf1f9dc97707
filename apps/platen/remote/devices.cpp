#include "json/fields.h"
#include "remote/api.h"
#include "remote/listing.h"

namespace platen::app {

namespace {

using json::text_in;

std::string model_of(const Json& entry) {
  const std::string model = text_in(entry, "model");
  if (text_in(entry, "fit") == "nearest") return model + " (nearest)";
  return model.empty() ? "-" : model;
}

Result<void> list(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(Api api, Api::open(arguments));
  const std::string host = arguments.get("host");
  TRY(const Json all, api.get("printer-devices" + (host.empty() ? "" : "?host=" + host)));
  if (arguments.has("json")) return print_json(all);
  Table table({"DEVICE", "WHAT", "MODEL", "LANGUAGE", "PRINTER"});
  for (const Json& entry : all)
    table.add({text_in(entry, "device-uri"), text_in(entry, "make-and-model"), model_of(entry),
               text_in(entry, "language"), text_in(entry, "printer")});
  return print(table, "no device answers; --host ADDRESS asks one that is not found by itself");
}

} // namespace

const Command& devices_command() {
  static const Command command{
      "devices",
      "Lists the printers that answer now.",
      "",
      {{0, "host", "ADDRESS", "ask this host instead of looking around"}, json_flag, server_flag},
      "The server looks by DNS-SD, SNMP and BJNP on its networks and on its USB, and asks each "
      "device what it is. It takes some seconds. --json tells why a model file fits, what is not "
      "known, and the identity by which a printer is found again at another address.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return list(arguments); });
      }};
  return command;
}

} // namespace platen::app
