#include "wire/ipp/supplies.h"

#include "remote/listing.h"
#include "remote/one_printer.h"

namespace platen::app {

namespace {

using platen::ipp::Supply;

Result<void> show(const Arguments& arguments) {
  TRY(const OnePrinter printer,
      ask_printer(arguments, {ipp::supply_attributes.begin(), ipp::supply_attributes.end()}));
  const std::vector<Supply> supplies = ipp::supplies_of(printer.record);
  if (arguments.has("json")) {
    Json all = Json::array();
    for (const Supply& supply : supplies)
      all.push_back(ipp::to_json(supply));
    return print_json(all);
  }
  Table table({"SUPPLY", "LEVEL", "STATE"});
  for (const Supply& supply : supplies)
    table.add({supply.name.empty() ? supply.type : supply.name,
               supply.percent ? std::to_string(*supply.percent) + " %" : "?",
               ipp::state_of(supply)});
  return print(table, "the printer does not tell its supplies");
}

} // namespace

const Command& supplies_command() {
  static const Command command = printer_command(
      "supplies", "Lists a printer's ink, toner and waste containers, as far as it tells them.",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return show(arguments); });
      });
  return command;
}

} // namespace platen::app
