#include "wire/ipp/trays.h"

#include "wire/ipp/table_row.h"

namespace platen::ipp {

namespace {

// In words for people; empty: not told.
std::string level_of(const std::string& level, const std::string& capacity) {
  if (level == "0") return "empty";
  if (level == "-3") return "some";
  return level.empty() || level.starts_with('-') || capacity != "100" ? "" : level + " %";
}

} // namespace

std::vector<Loaded> loaded_of(const Record& printer) {
  std::vector<Loaded> trays;
  for (TableRow parts : table_rows(printer.find("printer-input-tray"))) {
    Loaded tray{parts["name"], parts["medianame"], parts["mediatype"],
                level_of(parts["level"], parts["maxcapacity"])};
    if (!tray.size.empty() || !tray.type.empty() || !tray.level.empty())
      trays.push_back(std::move(tray));
  }
  return trays;
}

Json loaded_json(const Record& printer) {
  Json trays = Json::array();
  for (const Loaded& tray : loaded_of(printer))
    trays.push_back(
        {{"source", tray.source}, {"size", tray.size}, {"type", tray.type}, {"level", tray.level}});
  return trays;
}

} // namespace platen::ipp
