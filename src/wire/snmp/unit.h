#pragma once

#include "wire/snmp/binding.h"

#include <span>

// Which unit an agent belongs to: the scalars and the column that tell it (docs/protocols/snmp.md
// §2 and §6).
namespace platen::snmp {

struct Unit {
  std::string device_id;         // IEEE 1284, by the Port Monitor MIB
  std::string description;       // hrDeviceDescr of a printer, else sysDescr
  std::string location;          // sysLocation
  std::string serial;            // prtGeneralSerialNumber
  std::vector<std::string> macs; // ifPhysAddress of six octets, as they are
  bool is_printer = false;       // it has a device id, a serial number, or hrDevicePrinter
};

std::span<const Oid> unit_scalars();
std::span<const Oid> unit_columns();
Unit read_unit(const Bindings& bindings);

} // namespace platen::snmp
