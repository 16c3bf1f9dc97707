#include "virtual/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace platen::twin {

namespace {

// In the order of the status document (docs/protocols/ivec.md §4).
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> inks{
    {{"PM", "photo magenta"},
     {"R", "red"},
     {"C", "cyan"},
     {"PGY", "photo gray"},
     {"MBK", "matte black"},
     {"PBK", "photo black"},
     {"B", "blue"},
     {"CO", "clear"},
     {"GY", "gray"},
     {"Y", "yellow"},
     {"M", "magenta"},
     {"PC", "photo cyan"}}};

constexpr std::string_view plain_paper =
    "custom-media-type-canon-00000000-0000-0000-0000-000000000044";

constexpr std::string_view waste = "waste";

Result<int> number(std::string_view name, std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most)
    return fail(Errc::invalid, std::string(name) + "=" + std::string(text) +
                                   ": a number from 0 to " + std::to_string(most) + " is needed");
  return value;
}

// "02:00:00:00:00:01"
Result<std::string> octets_of(std::string_view text) {
  constexpr std::size_t octets = 6;
  std::string mac;
  for (std::size_t at = 0; at + 2 <= text.size(); at += 3) {
    unsigned value = 0;
    const char* const end = text.data() + at + 2;
    const auto read = std::from_chars(text.data() + at, end, value, 16);
    if (read.ec != std::errc{} || read.ptr != end) break;
    mac += static_cast<char>(value);
  }
  if (mac.size() == octets && text.size() == 3 * octets - 1) return mac;
  return fail(Errc::invalid, "mac=" + std::string(text) +
                                 ": six octets are needed, such as "
                                 "02:00:00:00:00:01");
}

// The two lengths that a PWG self-describing name ends with (PWG 5101.1): "210x297mm", "4x6in".
Result<void> load_size(Condition::Tray& tray, std::string_view name) {
  const std::string_view size = name.substr(std::min(name.rfind('_') + 1, name.size()));
  const bool inches = size.ends_with("in");
  double width = 0, height = 0;
  const char* const end = size.data() + size.size();
  const auto first = std::from_chars(size.data(), end, width);
  const bool crossed = first.ec == std::errc{} && first.ptr != end && *first.ptr == 'x';
  const auto second = std::from_chars(crossed ? first.ptr + 1 : end, end, height);
  const std::string_view unit(second.ptr, static_cast<std::size_t>(end - second.ptr));
  constexpr double most = 10'000; // of either unit: no paper has more
  if (!crossed || second.ec != std::errc{} || (unit != "mm" && unit != "in") || !(width > 0) ||
      !(height > 0) || width > most || height > most)
    return fail(Errc::invalid, "loaded-size=" + std::string(name) +
                                   ": a name such as iso_a4_210x297mm or na_5x7_5x7in is needed");
  const double hmm = inches ? 2540 : 100;
  tray.medium = name;
  tray.width_hmm = static_cast<std::int32_t>(width * hmm + 0.5);
  tray.height_hmm = static_cast<std::int32_t>(height * hmm + 0.5);
  return {};
}

} // namespace

bool Condition::paper_out() const {
  return std::ranges::all_of(trays, [](const Tray& tray) { return tray.sheets == 0; });
}

bool Condition::supply_empty() const {
  return std::ranges::any_of(
      supplies, [](const Supply& supply) { return supply.percent == 0 && supply.name != waste; });
}

bool Condition::waste_full() const {
  return waste_container_full || std::ranges::any_of(supplies, [](const Supply& supply) {
           return supply.percent == 0 && supply.name == waste;
         });
}

bool Condition::names_language(std::string_view word) const {
  return !languages || *languages == word;
}

bool Condition::supply_low() const {
  return std::ranges::any_of(supplies, [](const Supply& supply) {
    return supply.percent > 0 && supply.percent <= low_percent;
  });
}

Condition condition_of(std::string_view model) {
  Condition condition;
  condition.model = model;
  if (condition.is_inkjet()) {
    for (const auto& [name, colorant] : inks)
      condition.supplies.push_back({std::string(name), std::string(colorant), 90});
    condition.supplies.push_back({std::string(waste), "", 70});
    condition.trays = {
        {"inputbin_p1", "iso_a4_210x297mm", std::string(plain_paper), 21000, 29700, 50, 50},
        {"inputbin_p2", "iso_a4_210x297mm", std::string(plain_paper), 21000, 29700, 0, 1}};
  } else {
    condition.supplies = {{"toner", "black", 60}};
    condition.trays = {{"Drawer 1", "iso_a4_210x297mm", "Plain", 21000, 29700, 500, 500},
                       {"Stack bypass", "iso_a4_210x297mm", "Plain", 21000, 29700, 0, 100}};
  }
  return condition;
}

void mend(Condition& condition) {
  const Condition fresh = condition_of(condition.model);
  condition.jam = condition.cover_open = condition.offline = condition.wrong_paper = false;
  condition.where = {};
  condition.output_full = condition.service_call = condition.waste_container_full = false;
  if (condition.wanted)
    for (Condition::Tray& tray : condition.trays)
      if (tray.name == condition.wanted->name) tray = *condition.wanted;
  condition.wanted.reset();
  for (std::size_t i = 0; i < condition.trays.size(); ++i)
    if (condition.trays[i].sheets == 0) condition.trays[i].sheets = fresh.trays[i].sheets;
  for (std::size_t i = 0; i < condition.supplies.size(); ++i)
    if (condition.supplies[i].percent <= low_percent)
      condition.supplies[i].percent = fresh.supplies[i].percent;
}

Result<void> set_condition(Condition& condition, std::string_view setting) {
  const std::size_t equals = std::min(setting.find('='), setting.size());
  const std::string_view name = setting.substr(0, equals);
  const std::string_view value = setting.substr(std::min(equals + 1, setting.size()));
  const bool inkjet = condition.is_inkjet();
  const std::array<std::pair<std::string_view, bool*>, 9> flags{
      {{inkjet ? "" : "waste-full", &condition.waste_container_full},
       {inkjet ? "" : "output-full", &condition.output_full},
       {inkjet ? "" : "service-call", &condition.service_call},
       {"jam", &condition.jam},
       {"cover-open", &condition.cover_open},
       {"offline", &condition.offline},
       {"adobe-rgb", &condition.adobe_rgb},
       {"clear-coat", &condition.clear_coat},
       {"mismatch-detection", &condition.compares_paper}}};
  for (const auto& [flag, into] : flags) {
    if (name != flag || flag.empty()) continue;
    if (value != "on" && value != "off")
      return fail(Errc::invalid, "\"" + std::string(setting) + "\": " + std::string(name) +
                                     " is \"on\" or \"off\"");
    *into = value == "on";
    return {};
  }
  if (name == "paper") {
    TRY(const int sheets, number(name, value, 10'000));
    for (Condition::Tray& tray : condition.trays)
      tray.sheets = std::min(sheets, tray.capacity);
    return {};
  }
  if (name == "serial") {
    condition.serial = value;
    return {};
  }
  if (name == "mac") {
    TRY(condition.mac, octets_of(value));
    return {};
  }
  if (name == "queue-words" && !condition.is_inkjet()) {
    condition.queue_words = value;
    return {};
  }
  if (name == "languages" && !inkjet && (value == "PCLXL" || value == "PCL" || value == "none")) {
    condition.languages = value;
    return {};
  }
  if (name == "most-columns") {
    TRY(condition.most_columns, number(name, value, 65'000));
    return {};
  }
  if (condition.is_inkjet() && name == "loaded-size")
    return load_size(condition.trays.front(), value);
  if (condition.is_inkjet() && name == "loaded-type" && !value.empty()) {
    condition.trays.front().type = value;
    return {};
  }
  std::string names = "jam, cover-open, offline, paper, serial, mac";
  if (condition.is_inkjet())
    names += ", adobe-rgb, clear-coat, loaded-size, loaded-type, mismatch-detection, most-columns";
  else
    names += ", languages (PCLXL, PCL or none), output-full, queue-words, service-call, waste-full";
  for (Condition::Supply& supply : condition.supplies) {
    if (name == supply.name) {
      TRY(supply.percent, number(name, value, 100));
      return {};
    }
    names += ", " + supply.name;
  }
  return fail(Errc::invalid,
              "\"" + std::string(setting) + "\": the virtual " + condition.model + " has " + names);
}

} // namespace platen::twin
