#include "virtual/device_id.h"
#include "virtual/ivec/questions.h"
#include "virtual/snmp/agent.h"

#include <algorithm>

namespace platen::twin::snmp {

namespace {

Oid join(const Oid& front, std::initializer_list<std::uint32_t> back) {
  Oid oid = front;
  oid.insert(oid.end(), back);
  return oid;
}

const Oid system{1, 3, 6, 1, 2, 1, 1};
const Oid interfaces{1, 3, 6, 1, 2, 1, 2};
const Oid host_device{1, 3, 6, 1, 2, 1, 25, 3, 2, 1};
const Oid host_printer{1, 3, 6, 1, 2, 1, 25, 3, 5, 1};
const Oid printer_mib{1, 3, 6, 1, 2, 1, 43};
const Oid canon{1, 3, 6, 1, 4, 1, 1602};
const Oid port_monitor{1, 3, 6, 1, 4, 1, 2699, 1, 2, 1, 2, 1, 1}; // ppmPrinterTable, PWG 5107.1

std::string name_of(const Condition& condition) {
  if (condition.is_inkjet()) return "Canon PRO-1000 series";
  return condition.model == "canon-ir1020" ? "Canon iR1020 /P" : "Canon iR1024 /P";
}

std::string error_bits(const Condition& c) {
  unsigned bits = 0;
  if (c.paper_out()) bits |= 0x40;
  if (c.supply_low()) bits |= 0x20;
  if (c.supply_empty()) bits |= 0x10;
  if (c.cover_open) bits |= 0x08;
  if (c.jam) bits |= 0x04;
  if (c.offline) bits |= 0x02;
  if (c.service_call) bits |= 0x01;
  std::string octets(1, static_cast<char>(bits));
  if (c.output_full) octets += '\x08'; // outputFull is bit 12, the first bit the highest
  return octets;
}

void add_system(Tree& tree, const Condition& c, std::uint32_t up) {
  tree[join(system, {1, 0})] = name_of(c);
  tree[join(system, {2, 0})] = join(canon, {4});
  tree[join(system, {3, 0})] = Ticks{up};
  tree[join(system, {5, 0})] = std::string("platen-twin");
}

void add_host(Tree& tree, const Condition& c) {
  constexpr std::int64_t running = 2, warning = 3, down = 5, idle = 3, printing = 4, other = 1;
  const bool stopped = c.stopped();
  tree[join(host_device, {1, 1})] = std::int64_t{1};
  tree[join(host_device, {2, 1})] = Oid{1, 3, 6, 1, 2, 1, 25, 3, 1, 5}; // hrDevicePrinter
  tree[join(host_device, {3, 1})] = name_of(c);
  tree[join(host_device, {5, 1})] = stopped ? down : c.supply_low() ? warning : running;
  tree[join(host_printer, {1, 1})] = stopped ? other : c.printing ? printing : idle;
  tree[join(host_printer, {2, 1})] = error_bits(c);
  tree[join(port_monitor, {3, 1})] = device_id(c);
  if (!c.serial.empty()) tree[join(printer_mib, {5, 1, 1, 17, 1})] = c.serial;
  if (!c.mac.empty()) tree[join(interfaces, {2, 1, 6, 1})] = c.mac;
}

void add_inputs(Tree& tree, const Condition& c) {
  const Oid entry = join(printer_mib, {8, 2, 1});
  std::uint32_t row = 0;
  for (const Condition::Tray& tray : c.trays) {
    ++row;
    const auto put = [&](std::uint32_t column, Value value) {
      tree[join(entry, {column, 1, row})] = std::move(value);
    };
    constexpr std::int64_t micrometres = 4, sheets = 8, removable = 3, manual = 5;
    put(2, tray.capacity <= 100 && row > 1 ? manual : removable);
    put(3, micrometres);
    put(6, std::int64_t{tray.height_hmm} * 10);
    put(7, std::int64_t{tray.width_hmm} * 10);
    put(8, sheets);
    put(9, std::int64_t{tray.capacity});
    put(10, std::int64_t{tray.sheets == 0 ? 0 : -3}); // some: these machines have no counter
    put(11, std::int64_t{tray.sheets == 0 ? 9 : 0});
    put(12, tray.medium);
    put(13, tray.name);
    put(21, tray.type);
  }
}

// Six of the inks of an owner's PRO-1000 told no level here; a sibling of the copiers tells none.
std::int64_t told_level(const Condition& c, const Condition::Supply& supply) {
  constexpr std::string_view untold[] = {"PM", "R", "PGY", "B", "CO", "PC"};
  if (!c.is_inkjet() || std::ranges::find(untold, supply.name) != std::end(untold)) return -2;
  return supply.percent;
}

void add_supplies(Tree& tree, const Condition& c) {
  const Oid entry = join(printer_mib, {11, 1, 1}), colorants = join(printer_mib, {12, 1, 1});
  std::uint32_t row = 0;
  for (const Condition::Supply& supply : c.supplies) {
    if (supply.colorant.empty()) continue; // the table of the PRO-1000 has its inks alone
    ++row;
    const auto put = [&](std::uint32_t column, Value value) {
      tree[join(entry, {column, 1, row})] = std::move(value);
    };
    constexpr std::int64_t consumed = 3, toner = 3, ink_cartridge = 6, percent = 19, process = 3;
    put(2, std::int64_t{1});
    put(3, std::int64_t{row});
    put(4, consumed);
    put(5, c.is_inkjet() ? ink_cartridge : toner);
    put(6, c.is_inkjet() ? supply.name : std::string("Black Toner"));
    put(7, percent);
    put(8, std::int64_t{told_level(c, supply) < 0 ? -2 : 100});
    put(9, told_level(c, supply));
    tree[join(colorants, {2, 1, row})] = std::int64_t{1};
    tree[join(colorants, {3, 1, row})] = process;
    tree[join(colorants, {4, 1, row})] = supply.colorant;
  }
}

struct Trouble {
  bool there;
  std::int64_t severity, group, code;
  std::string text;
  std::int64_t index = 1; // the row of the group's table
};

// prtAlertGroup.
constexpr std::int64_t cover_group = 6, input_group = 8, output_group = 9, marker_group = 10,
                       supplies_group = 11, path_group = 13;
constexpr std::int64_t simplex_path = 1, duplex_path = 2; // rows of prtMediaPathTable

Trouble jam_of(const Condition& c) {
  constexpr std::int64_t critical = 3, jam = 8;
  const auto at = [&](std::int64_t group, std::int64_t index, const std::string& where) {
    return Trouble{c.jam, critical, group, jam, "Paper jam" + where, index};
  };
  switch (c.where.place) {
  case JamPlace::input_tray: {
    const auto tray = static_cast<std::size_t>(c.where.tray) - 1;
    return at(input_group, c.where.tray, tray < c.trays.size() ? ": " + c.trays[tray].name : "");
  }
  case JamPlace::fuser:
    return at(marker_group, 1, ": fixing unit");
  case JamPlace::duplex:
    return at(path_group, duplex_path, ": duplex unit");
  case JamPlace::output_tray:
    return at(output_group, 1, ": output");
  case JamPlace::media_path:
    break;
  }
  return at(path_group, simplex_path, "");
}

// How paper goes through it: straight, and through the duplex unit.
void add_media_paths(Tree& tree, const Condition& c) {
  if (c.is_inkjet()) return;
  constexpr std::int64_t simplex = 5, long_edge_duplex = 3;
  const Oid entry = join(printer_mib, {13, 4, 1});
  tree[join(entry, {9, 1, simplex_path})] = simplex;
  tree[join(entry, {9, 1, duplex_path})] = long_edge_duplex;
  tree[join(entry, {10, 1, simplex_path})] = std::string("Paper path");
  tree[join(entry, {10, 1, duplex_path})] = std::string("Duplex unit");
}

// prtAlertGroupIndex of an input: the first tray without paper, or else the first.
std::int64_t empty_tray(const Condition& c) {
  const auto empty =
      std::ranges::find_if(c.trays, [](const Condition::Tray& tray) { return tray.sheets == 0; });
  return empty == c.trays.end() ? 1 : empty - c.trays.begin() + 1;
}

void add_alerts(Tree& tree, const Condition& c) {
  constexpr std::int64_t critical = 3, warning = 4, unknown = -2;
  const bool inkjet = c.is_inkjet();
  const Trouble troubles[] = {
      jam_of(c),
      {c.cover_open, critical, cover_group, 3, "Cover is open"},
      {c.wrong_paper, critical, input_group, 809, "Other paper is needed", empty_tray(c)},
      {c.paper_out(), critical, input_group, 808, "No paper", empty_tray(c)},
      {c.supply_empty(), critical, supplies_group, inkjet ? 1102 : 1101,
       inkjet ? "No ink" : "No toner"},
      {c.output_full, critical, output_group, 903, "Output tray is full"},
      {c.waste_full(), critical, supplies_group, inkjet ? 1110 : 1109, "Waste container is full"},
      {c.supply_low(), warning, supplies_group, inkjet ? 1105 : 1104,
       inkjet ? "Low ink" : "Low toner"}};
  const Oid entry = join(printer_mib, {18, 1, 1});
  std::uint32_t row = 0;
  for (const Trouble& trouble : troubles) {
    if (!trouble.there) continue;
    ++row;
    tree[join(entry, {2, 1, row})] = trouble.severity;
    tree[join(entry, {4, 1, row})] = trouble.group;
    tree[join(entry, {5, 1, row})] = trouble.index;
    tree[join(entry, {6, 1, row})] = unknown; // prtAlertLocation: a number of the maker's own
    tree[join(entry, {7, 1, row})] = trouble.code;
    tree[join(entry, {8, 1, row})] = trouble.text;
  }
}

void add_marker(Tree& tree, const Condition& c) {
  constexpr std::int64_t impressions = 7;
  tree[join(printer_mib, {10, 2, 1, 3, 1, 1})] = impressions;
  tree[join(printer_mib, {10, 2, 1, 4, 1, 1})] =
      Counter{static_cast<std::uint32_t>(std::clamp<std::int64_t>(c.impressions, 0, 0xffffffff))};
}

// prtInterpreterTable: the languages of the copiers. Of an inkjet's nothing is known.
void add_interpreters(Tree& tree, const Condition& c) {
  if (c.is_inkjet()) return;
  struct Language {
    std::int64_t family;
    const char* level;
    const char* description;
    const char* pjl;
  };
  constexpr Language languages[] = {
      {47, "2.0", "PCL XL", "PCLXL"}, {3, "5e", "PCL5e", "PCL"}, {5, "", "PJL", ""}};
  const Oid entry = join(printer_mib, {15, 1, 1});
  std::uint32_t row = 0;
  for (const Language& one : languages) {
    if (c.languages && !c.names_language(one.pjl)) continue;
    ++row;
    tree[join(entry, {2, 1, row})] = one.family;
    tree[join(entry, {3, 1, row})] = std::string(one.level);
    tree[join(entry, {5, 1, row})] = std::string(one.description);
  }
}

// Canon's own table: the status document in pieces.
void add_document(Tree& tree, const Condition& c) {
  if (!c.is_inkjet()) return;
  constexpr std::size_t piece = 250;
  const std::string document = ivec::print_status(c);
  std::uint32_t row = 0;
  for (std::size_t at = 0; at < document.size(); at += piece)
    tree[join(canon, {1, 5, 1, 6, 2, 2, 1, 2, 1, ++row})] = document.substr(at, piece);
}

} // namespace

Tree tree_of(const Condition& condition, std::uint32_t up) {
  Tree tree;
  add_system(tree, condition, up);
  add_host(tree, condition);
  add_inputs(tree, condition);
  add_marker(tree, condition);
  add_supplies(tree, condition);
  add_media_paths(tree, condition);
  add_alerts(tree, condition);
  add_interpreters(tree, condition);
  add_document(tree, condition);
  return tree;
}

} // namespace platen::twin::snmp
