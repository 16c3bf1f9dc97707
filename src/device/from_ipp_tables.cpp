#include "device/from_ipp_tables.h"

#include "base/device_limits.h"
#include "client/request.h"
#include "wire/ipp/table_row.h"
#include "wire/snmp/binding.h"

#include <algorithm>
#include <charconv>

namespace platen::device {

namespace {

using client::values_of;
using ipp::TableRow;

constexpr std::int64_t unknown_amount = -2; // of the Printer MIB
constexpr std::int64_t longest_mm100 = 1'000'000;

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : unknown_amount;
}

std::string at(const std::vector<std::string>& values, std::size_t index) {
  return index < values.size() ? snmp::readable(values[index]) : std::string{};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// "inkCartridge", as the MIB spells it, or "ink-cartridge" as marker-types does.
std::string type_of(const std::string& word) {
  std::string type;
  for (const char c : snmp::readable(word)) {
    if (c >= 'A' && c <= 'Z' && !type.empty() && type.back() != '-') type += '-';
    type += c;
  }
  return lower(std::move(type));
}

// Colours of one ink have names; of a tricolor cartridge ("#00FFFF#FF00FF#FFFF00") none.
std::string colorant_of(std::string word) {
  word = lower(snmp::readable(word));
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"#000000", "black"}, {"#00ffff", "cyan"}, {"#ff00ff", "magenta"}, {"#ffff00", "yellow"}};
  for (const auto& [code, name] : known)
    if (word == code) return std::string(name);
  return word == "none" || word == "unknown" || word.starts_with('#') ? std::string{} : word;
}

std::vector<Supply> from_rows(ipp_t* printer) {
  const auto labels = values_of(printer, "printer-supply-description");
  std::vector<Supply> supplies;
  for (TableRow row : ipp::table_rows(printer, "printer-supply")) {
    Supply supply;
    supply.type = type_of(row["type"]);
    supply.colorant = colorant_of(row["colorantname"]);
    supply.label = at(labels, supplies.size());
    supply.code = supply.label;
    supply.collects = row["class"] == "receptacleThatIsFilled" || supply.type.starts_with("waste");
    supply.level = Level::of_amount(number(row["level"]), number(row["maxcapacity"]));
    supplies.push_back(std::move(supply));
  }
  return supplies;
}

// Which way CUPS' levels of a container for waste count differs between printers: unknown.
std::vector<Supply> from_markers(ipp_t* printer) {
  const auto names = values_of(printer, "marker-names"), types = values_of(printer, "marker-types");
  const auto colors = values_of(printer, "marker-colors");
  const auto levels = values_of(printer, "marker-levels");
  std::vector<Supply> supplies;
  for (std::size_t i = 0; i < std::min(names.size(), limits::status_supplies); ++i) {
    Supply supply;
    supply.label = supply.code = at(names, i);
    supply.type = type_of(at(types, i));
    supply.colorant = colorant_of(at(colors, i));
    supply.collects = supply.type.starts_with("waste");
    const std::int64_t level = i < levels.size() ? number(levels[i]) : unknown_amount;
    if (!supply.collects) supply.level = Level::of_amount(level, 100);
    supplies.push_back(std::move(supply));
  }
  return supplies;
}

Hmm length_in(ipp_t* size, const char* name) {
  const int value = ippGetInteger(ippFindAttribute(size, name, IPP_TAG_INTEGER), 0);
  return {value > 0 && value <= longest_mm100 ? value : 0};
}

std::string first_text(ipp_t* collection, const char* name) {
  const auto values = values_of(collection, name);
  return at(values, 0);
}

LoadedMedia from_collection(ipp_t* col) {
  LoadedMedia media;
  media.source = first_text(col, "media-source");
  media.type = first_text(col, "media-type");
  media.size = first_text(col, "media-size-name");
  ipp_t* const size =
      ippGetCollection(ippFindAttribute(col, "media-size", IPP_TAG_BEGIN_COLLECTION), 0);
  if (size == nullptr) return media;
  media.width = length_in(size, "x-dimension");
  media.height = length_in(size, "y-dimension");
  return media;
}

// The names of both lists stand in one order where they are equally long.
std::vector<LoadedMedia> ready_media(ipp_t* printer) {
  std::vector<LoadedMedia> all;
  const auto names = values_of(printer, "media-ready");
  ipp_attribute_t* const cols =
      ippFindAttribute(printer, "media-col-ready", IPP_TAG_BEGIN_COLLECTION);
  const auto count = static_cast<std::size_t>(std::max(0, ippGetCount(cols)));
  for (std::size_t i = 0; i < std::min(count, limits::status_trays); ++i) {
    LoadedMedia media = from_collection(ippGetCollection(cols, static_cast<int>(i)));
    if (media.size.empty() && names.size() == count) media.size = at(names, i);
    all.push_back(std::move(media));
  }
  if (count == 0)
    for (std::size_t i = 0; i < std::min(names.size(), limits::status_trays); ++i)
      all.push_back({{}, at(names, i), {}, {}, {}, {}});
  return all;
}

void add_trays(ipp_t* printer, std::vector<LoadedMedia>& all) {
  for (TableRow row : ipp::table_rows(printer, "printer-input-tray")) {
    const std::string name = snmp::readable(row["name"]);
    const Level level = Level::of_amount(number(row["level"]), number(row["maxcapacity"]));
    const auto known = std::ranges::find(all, name, &LoadedMedia::source);
    if (known != all.end())
      known->level = level;
    else if (!name.empty() && all.size() < limits::status_trays)
      all.push_back({name, {}, {}, {}, {}, level});
  }
}

bool has(ipp_t* printer, const char* name) {
  return ippFindAttribute(printer, name, IPP_TAG_ZERO) != nullptr;
}

} // namespace

std::optional<std::vector<Supply>> supplies_of(ipp_t* printer) {
  auto supplies = from_rows(printer);
  if (supplies.empty()) supplies = from_markers(printer);
  return supplies.empty() ? std::nullopt : std::optional(std::move(supplies));
}

std::optional<std::vector<LoadedMedia>> media_of(ipp_t* printer) {
  if (!has(printer, "media-ready") && !has(printer, "media-col-ready") &&
      !has(printer, "printer-input-tray"))
    return std::nullopt;
  auto media = ready_media(printer);
  add_trays(printer, media);
  return media;
}

} // namespace platen::device
