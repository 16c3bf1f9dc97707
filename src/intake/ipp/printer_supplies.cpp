#include "intake/ipp/printer_attributes.h"
#include "model/fitted.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

using device::Level;
using device::Supply;

constexpr int low_percent = 10,
              full_percent = 90; // what CUPS' clients take for low and nearly full

std::string without_syntax(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ';' || c == '='; }, ' ');
  return text;
}

// As the rows of the Printer MIB have it, which PWG 5100.13 follows: -2 unknown, -3 some.
std::string amount(const Level& level) {
  if (level.known == Level::Known::percent)
    return "maxcapacity=100;level=" + std::to_string(level.percent) + ";";
  return level.known == Level::Known::some ? "maxcapacity=-2;level=-3;"
                                           : "maxcapacity=-2;level=-2;";
}

// What the device tells, or what the model says that it has.
std::vector<Supply> supplies_of(const PrinterView& view, const PrinterMoment& moment) {
  if (moment.device && !moment.device->supplies.empty()) return moment.device->supplies;
  std::vector<Supply> supplies;
  for (const model::Supply& supply : view.model.supplies)
    supplies.push_back({supply.type,
                        supply.colorant,
                        supply.label,
                        supply.code,
                        supply.type.starts_with("waste"),
                        {}});
  if (supplies.empty()) // the device surely has some; which, nobody said
    supplies.push_back({"unknown", "unknown", "Unknown supply", {}, false, {}});
  return supplies;
}

std::string supply_text(std::size_t index, const Supply& supply) {
  const std::string colorant = supply.colorant.empty() ? "none" : supply.colorant;
  return "index=" + std::to_string(index) +
         ";class=" + (supply.collects ? "receptacleThatIsFilled" : "supplyThatIsConsumed") +
         ";type=" + without_syntax(supply.type) + ";unit=percent;" + amount(supply.level) +
         "colorantname=" + without_syntax(colorant) + ";";
}

void write_supply_list(std::span<const Supply> supplies, const AttributeWriter& out) {
  std::vector<std::string> rows, labels;
  for (const Supply& supply : supplies) {
    rows.push_back(supply_text(rows.size() + 1, supply));
    labels.push_back(supply.label.empty() ? supply.type : supply.label);
  }
  out.octets("printer-supply", rows);
  out.strings(IPP_TAG_TEXT, "printer-supply-description", labels);
}

// Where the table above counts the room that is left in a container for waste, CUPS' attributes
// count how full it is.
int marker_level(const Supply& supply) {
  if (supply.level.known == Level::Known::unknown) return -2;
  if (supply.level.known == Level::Known::some) return -3;
  return supply.collects ? 100 - supply.level.percent : supply.level.percent;
}

void write_markers(std::span<const Supply> supplies, const AttributeWriter& out) {
  std::vector<std::string> names, types, colors;
  std::vector<int> levels, low, high;
  for (const Supply& supply : supplies) {
    names.push_back(supply.label.empty() ? supply.type : supply.label);
    types.push_back(supply.type);
    colors.push_back(supply.colorant.empty() ? "none" : supply.colorant);
    levels.push_back(marker_level(supply));
    low.push_back(supply.collects ? 0 : low_percent);
    high.push_back(supply.collects ? full_percent : 100);
  }
  out.strings(IPP_TAG_NAME, "marker-names", names);
  out.keywords("marker-types", types);
  out.strings(IPP_TAG_NAME, "marker-colors", colors);
  out.integers("marker-levels", levels);
  out.integers("marker-low-levels", low);
  out.integers("marker-high-levels", high);
}

std::string tray_type(const std::string& source) {
  if (source.find("manual") != std::string::npos || source.find("by-pass") != std::string::npos)
    return "sheetFeedManual";
  return source.starts_with("tray") ? "sheetFeedAutoRemovableTray"
                                    : "sheetFeedAutoNonRemovableTray";
}

std::string tray_text(const PrinterMoment& moment, const std::string& source) {
  std::string text = "type=" + tray_type(source) + ";";
  const device::LoadedMedia* loaded = nullptr;
  if (moment.device)
    for (const device::LoadedMedia& media : moment.device->media)
      if (media.source == source) loaded = &media;
  if (loaded != nullptr && loaded->width.v > 0)
    text += "dimunit=micrometers;mediafeed=" + std::to_string(std::int64_t{loaded->height.v} * 10) +
            ";mediaxfeed=" + std::to_string(std::int64_t{loaded->width.v} * 10) + ";";
  text += amount(loaded == nullptr ? Level{} : loaded->level) +
          "status=0;name=" + without_syntax(source) + ";";
  if (loaded != nullptr && !loaded->size.empty())
    text += "medianame=" + without_syntax(loaded->size) + ";";
  if (loaded != nullptr && !loaded->type.empty())
    text += "mediatype=" + without_syntax(loaded->type) + ";";
  return text;
}

} // namespace

void write_supplies(const PrinterView& view, const PrinterMoment& moment,
                    const AttributeWriter& out) {
  const std::vector<Supply> supplies = supplies_of(view, moment);
  write_supply_list(supplies, out);
  write_markers(supplies, out);
  std::vector<std::string> trays;
  for (const std::string& source : model::fitted_sources(view.model))
    trays.push_back(tray_text(moment, source));
  out.octets("printer-input-tray", trays);
  const std::string bin = "type=unRemovableBin;maxcapacity=-2;remaining=-2;status=0;name=face-down;"
                          "stackingorder=firstToLast;pagedelivery=faceDown;";
  out.octets("printer-output-tray", std::span(&bin, 1));
  if (moment.device && moment.device->impressions)
    out.integer("printer-impressions-completed",
                std::min<std::int64_t>(*moment.device->impressions, INT32_MAX));
}

} // namespace platen::intake::ipp
