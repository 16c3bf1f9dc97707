#pragma once

#include "wire/snmp/binding.h"

#include <map>
#include <optional>
#include <span>

// What an agent tells of a printer through the Host Resources MIB (RFC 2790) and the Printer MIB
// (RFC 3805), as rows. The numbers are those of the standards; docs/protocols/snmp.md lists them.
namespace platen::snmp {

struct SupplyRow {
  std::int64_t marker_class = 0; // prtMarkerSuppliesClass
  std::int64_t type = 0;         // prtMarkerSuppliesType
  std::int64_t colorant = 0;     // index into the colorants; 0: none
  std::string description;
  std::int64_t capacity = -2, level = -2; // -1 other, -2 unknown, -3 some
};

struct InputRow {
  std::int64_t type = 0;              // prtInputType
  std::int64_t unit = 0;              // of the dimensions: 3 = 1/10000 inch, 4 = micrometres
  std::int64_t feed = -2, xfeed = -2; // the dimensions chosen
  std::int64_t capacity = -2, level = -2, status = 0;
  std::string name, media_name, media_type;
};

struct AlertRow {
  std::int64_t severity = 0, group = 0, code = 0;
  std::int64_t group_index = 0; // the row of that group's table; 0 or less: not told
  std::string description;
};

struct PrinterMib {
  std::optional<std::int64_t> device_status, printer_status;
  std::optional<std::string>
      error_state; // hrPrinterDetectedErrorState: bits, the first octet first
  std::optional<std::int64_t> life_count, counter_unit;
  std::string description, serial_number;
  // By row number of the agent, in its order.
  std::map<std::uint32_t, SupplyRow> supplies;
  std::map<std::uint32_t, std::string> colorants;
  std::map<std::uint32_t, InputRow> inputs;
  std::map<std::uint32_t, std::int64_t> media_paths; // prtMediaPathType
  std::map<std::uint32_t, AlertRow> alerts;
  std::vector<std::string> display; // lines of the console
};

// Single variables, to be fetched by GET.
std::span<const Oid> printer_scalars();
// Columns of tables, grouped by table: one GETNEXT carries those of one group.
std::span<const std::vector<Oid>> printer_tables();

// Variables that are none of the above, of a wrong type, or of another printer than the agent's
// first, are passed over.
PrinterMib read_printer_mib(const Bindings& bindings);

} // namespace platen::snmp
