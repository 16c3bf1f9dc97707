#include "wire/snmp/printer_mib.h"

#include <algorithm>
#include <array>

namespace platen::snmp {

namespace {

const Oid hr_device{1, 3, 6, 1, 2, 1, 25, 3};
const Oid printer{1, 3, 6, 1, 2, 1, 43};

Oid under(const Oid& prefix, std::initializer_list<std::uint32_t> rest) {
  Oid oid = prefix;
  oid.insert(oid.end(), rest);
  return oid;
}

constexpr std::size_t most_rows = 128; // of one table; a row of a table costs what its texts do

// The two numbers at the end of a variable of a table row: the device, and the row.
struct Place {
  std::uint32_t column = 0, device = 0, row = 0;
};
std::optional<Place> place_in(const Oid& oid, const Oid& entry) {
  if (!begins_with(oid, entry) || oid.size() != entry.size() + 3) return std::nullopt;
  return Place{oid[entry.size()], oid[entry.size() + 1], oid[entry.size() + 2]};
}

template<class Row> Row* row_of(std::map<std::uint32_t, Row>& rows, const Place& at) {
  if (at.device != 1) return nullptr;
  if (rows.size() >= most_rows && !rows.contains(at.row)) return nullptr;
  return &rows[at.row];
}

void set(std::int64_t& into, const Binding& from) {
  if (const std::int64_t* value = from.integer()) into = *value;
}
void set(std::string& into, const Binding& from) {
  if (const std::string* value = from.octets()) into = readable(*value);
}

void read_supply(PrinterMib& mib, const Place& at, const Binding& from) {
  SupplyRow* const row = row_of(mib.supplies, at);
  if (row == nullptr) return;
  switch (at.column) {
  case 3:
    return set(row->colorant, from);
  case 4:
    return set(row->marker_class, from);
  case 5:
    return set(row->type, from);
  case 6:
    return set(row->description, from);
  case 8:
    return set(row->capacity, from);
  case 9:
    return set(row->level, from);
  default:
    return;
  }
}

void read_colorant(PrinterMib& mib, const Place& at, const Binding& from) {
  if (std::string* const row = row_of(mib.colorants, at); row != nullptr && at.column == 4)
    set(*row, from);
}

void read_input(PrinterMib& mib, const Place& at, const Binding& from) {
  InputRow* const row = row_of(mib.inputs, at);
  if (row == nullptr) return;
  switch (at.column) {
  case 2:
    return set(row->type, from);
  case 3:
    return set(row->unit, from);
  case 6:
    return set(row->feed, from);
  case 7:
    return set(row->xfeed, from);
  case 9:
    return set(row->capacity, from);
  case 10:
    return set(row->level, from);
  case 11:
    return set(row->status, from);
  case 12:
    return set(row->media_name, from);
  case 13:
    return set(row->name, from);
  case 21:
    return set(row->media_type, from);
  default:
    return;
  }
}

void read_media_path(PrinterMib& mib, const Place& at, const Binding& from) {
  if (std::int64_t* const row = row_of(mib.media_paths, at); row != nullptr && at.column == 9)
    set(*row, from);
}

void read_alert(PrinterMib& mib, const Place& at, const Binding& from) {
  AlertRow* const row = row_of(mib.alerts, at);
  if (row == nullptr) return;
  switch (at.column) {
  case 2:
    return set(row->severity, from);
  case 4:
    return set(row->group, from);
  case 5:
    return set(row->group_index, from);
  case 7:
    return set(row->code, from);
  case 8:
    return set(row->description, from);
  default:
    return;
  }
}

struct Table {
  Oid entry;
  std::vector<std::uint32_t> columns;
  void (*read)(PrinterMib& mib, const Place& at, const Binding& from);
};

const std::array<Table, 5>& tables() {
  static const std::array<Table, 5> all{
      {{under(printer, {11, 1, 1}), {3, 4, 5, 6, 8, 9}, read_supply},
       {under(printer, {12, 1, 1}), {4}, read_colorant},
       {under(printer, {8, 2, 1}), {2, 3, 6, 7, 9, 10, 11, 12, 13, 21}, read_input},
       {under(printer, {13, 4, 1}), {9}, read_media_path},
       {under(printer, {18, 1, 1}), {2, 4, 5, 7, 8}, read_alert}}};
  return all;
}

const Oid& console_line() { // prtConsoleDisplayBufferText
  static const Oid oid = under(printer, {16, 5, 1, 2});
  return oid;
}

struct Scalar {
  Oid oid;
  void (*read)(PrinterMib& mib, const Binding& from);
};

void set(std::optional<std::int64_t>& into, const Binding& from) {
  if (const std::int64_t* value = from.integer()) into = *value;
}

const std::array<Scalar, 7>& scalars() {
  static const std::array<Scalar, 7> all{
      {{under(hr_device, {2, 1, 5, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.device_status, from); }},
       {under(hr_device, {5, 1, 1, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.printer_status, from); }},
       {under(hr_device, {5, 1, 2, 1}),
        [](PrinterMib& mib, const Binding& from) {
          if (const std::string* bits = from.octets()) mib.error_state = bits->substr(0, 8);
        }},
       {under(hr_device, {2, 1, 3, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.description, from); }},
       {under(printer, {10, 2, 1, 3, 1, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.counter_unit, from); }},
       {under(printer, {10, 2, 1, 4, 1, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.life_count, from); }},
       {under(printer, {5, 1, 1, 17, 1}),
        [](PrinterMib& mib, const Binding& from) { set(mib.serial_number, from); }}}};
  return all;
}

void read_one(PrinterMib& mib, const Binding& binding) {
  for (const Scalar& scalar : scalars())
    if (binding.oid == scalar.oid) return scalar.read(mib, binding);
  for (const Table& table : tables())
    if (const auto at = place_in(binding.oid, table.entry)) return table.read(mib, *at, binding);
  if (begins_with(binding.oid, console_line()) && binding.octets() != nullptr &&
      mib.display.size() < most_rows)
    mib.display.push_back(readable(*binding.octets()));
}

} // namespace

std::span<const Oid> printer_scalars() {
  static const std::vector<Oid> all = [] {
    std::vector<Oid> list;
    for (const Scalar& scalar : scalars())
      list.push_back(scalar.oid);
    return list;
  }();
  return all;
}

std::span<const std::vector<Oid>> printer_tables() {
  static const std::vector<std::vector<Oid>> all = [] {
    std::vector<std::vector<Oid>> list;
    for (const Table& table : tables()) {
      std::vector<Oid>& group = list.emplace_back();
      for (const std::uint32_t column : table.columns)
        group.push_back(under(table.entry, {column}));
    }
    list.push_back({console_line()});
    return list;
  }();
  return all;
}

PrinterMib read_printer_mib(const Bindings& bindings) {
  PrinterMib mib;
  for (const Binding& binding : bindings)
    read_one(mib, binding);
  return mib;
}

} // namespace platen::snmp
