#include "wire/ipp/supplies.h"

#include "wire/ipp/table_row.h"
#include "wire/ipp/values.h"

#include <charconv>

namespace platen::ipp {

namespace {

std::optional<int> whole_number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Supply from_parts(TableRow parts, const std::string& name) {
  Supply supply;
  supply.name = name;
  supply.type = parts["type"];
  supply.color = parts["colorantname"] == "unknown" ? "" : parts["colorantname"];
  supply.fills = parts["class"] == "receptacleThatIsFilled";
  const auto level = whole_number(parts["level"]);
  const auto full = whole_number(parts["maxcapacity"]);
  if (level && full && *level >= 0 && *full > 0)
    supply.percent = static_cast<int>(std::int64_t{*level} * 100 / *full);
  // The Printer MIB counts the room that is left in a container for waste (RFC 3805
  // prtMarkerSuppliesLevel); people ask how full it is.
  if (supply.percent && supply.fills) supply.percent = 100 - *supply.percent;
  supply.some = level == -3;
  return supply;
}

std::vector<Supply> from_printer_supply(const Record& printer) {
  std::vector<Supply> supplies;
  const auto names = printer.texts("printer-supply-description");
  for (TableRow& row : table_rows(printer.find("printer-supply"))) {
    const std::size_t at = supplies.size();
    supplies.push_back(from_parts(std::move(row), at < names.size() ? names[at] : ""));
  }
  return supplies;
}

// The older attributes of CUPS: marker-names, -types, -colors, -levels, -low-levels.
std::vector<Supply> from_markers(const Record& printer) {
  std::vector<Supply> supplies;
  const auto names = values_of(printer.find("marker-names"));
  const auto types = values_of(printer.find("marker-types"));
  const auto colors = values_of(printer.find("marker-colors"));
  ipp_attribute_t* const levels = printer.find("marker-levels");
  ipp_attribute_t* const low = printer.find("marker-low-levels");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int at = static_cast<int>(i);
    Supply supply;
    supply.name = names[i];
    if (i < types.size()) supply.type = types[i];
    if (i < colors.size() && colors[i] != "none") supply.color = colors[i];
    supply.fills = supply.type.starts_with("waste");
    if (at < ippGetCount(levels) && ippGetInteger(levels, at) >= 0)
      supply.percent = ippGetInteger(levels, at);
    supply.some = at < ippGetCount(levels) && ippGetInteger(levels, at) == -3;
    supply.low =
        supply.percent && at < ippGetCount(low) && *supply.percent <= ippGetInteger(low, at);
    supplies.push_back(std::move(supply));
  }
  return supplies;
}

} // namespace

std::vector<Supply> supplies_of(const Record& printer) {
  std::vector<Supply> supplies = from_printer_supply(printer);
  return supplies.empty() ? from_markers(printer) : supplies;
}

std::string state_of(const Supply& supply) {
  constexpr int low_percent = 10;
  if (!supply.percent) return supply.some ? "ok" : "unknown";
  const int left = supply.fills ? 100 - *supply.percent : *supply.percent;
  if (left <= 0) return supply.fills ? "full" : "empty";
  return supply.low || left <= low_percent ? (supply.fills ? "nearly full" : "low") : "ok";
}

Json to_json(const Supply& supply) {
  return {{"name", supply.name},
          {"type", supply.type},
          {"color", supply.color},
          {"percent", supply.percent ? Json(*supply.percent) : Json()},
          {"state", state_of(supply)}};
}

} // namespace platen::ipp
