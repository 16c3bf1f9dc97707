#include "intake/ipp/printer_attributes.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

// PWG 5100.9 and 5100.13: the rows of the Printer MIB as NAME=VALUE; texts. -2 is "unknown" there.
constexpr std::string_view unknown_level = "maxcapacity=-2;level=-2;";

std::string without_syntax(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ';' || c == '='; }, ' ');
  return text;
}

std::string supply_text(std::size_t index, const model::Supply& supply) {
  const bool collects = supply.type.starts_with("waste");
  const std::string colorant = supply.colorant.empty() ? "none" : supply.colorant;
  return "index=" + std::to_string(index) +
         ";class=" + (collects ? "receptacleThatIsFilled" : "supplyThatIsConsumed") +
         ";type=" + supply.type + ";unit=percent;" + std::string(unknown_level) +
         "colorantname=" + colorant + ";";
}

void write_supply_list(const PrinterView& view, const AttributeWriter& out) {
  std::vector<std::string> supplies, labels;
  for (const model::Supply& supply : view.model.supplies) {
    supplies.push_back(supply_text(supplies.size() + 1, supply));
    labels.push_back(supply.label);
  }
  if (supplies.empty()) { // the device surely has some; which, nobody said
    supplies.push_back(supply_text(1, {"unknown", "unknown", {}, {}}));
    labels.emplace_back("Unknown supply");
  }
  out.octets("printer-supply", supplies);
  out.strings(IPP_TAG_TEXT, "printer-supply-description", labels);
}

std::string tray_type(const std::string& source) {
  if (source.find("manual") != std::string::npos || source.find("by-pass") != std::string::npos)
    return "sheetFeedManual";
  return source.starts_with("tray") ? "sheetFeedAutoRemovableTray"
                                    : "sheetFeedAutoNonRemovableTray";
}

} // namespace

void write_supplies(const PrinterView& view, const AttributeWriter& out) {
  write_supply_list(view, out);
  std::vector<std::string> trays;
  for (const model::MediaSource& source : view.model.media_sources)
    trays.push_back("type=" + tray_type(source.name) + ";" + std::string(unknown_level) +
                    "status=0;name=" + without_syntax(source.name) + ";");
  out.octets("printer-input-tray", trays);
  const std::string bin = "type=unRemovableBin;maxcapacity=-2;remaining=-2;status=0;name=face-down;"
                          "stackingorder=firstToLast;pagedelivery=faceDown;";
  out.octets("printer-output-tray", std::span(&bin, 1));
}

} // namespace platen::intake::ipp
