#include "wire/snmp/unit.h"

#include "wire/snmp/interpreters.h"

#include <algorithm>
#include <array>

namespace platen::snmp {

namespace {

constexpr std::size_t most_interfaces = 8, longest_id = 1024;

const Oid& description() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1}; // hrDeviceDescr.1
  return oid;
}
const Oid& kind() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 2, 1}; // hrDeviceType.1
  return oid;
}
const Oid& printer_kind() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 25, 3, 1, 5}; // hrDevicePrinter
  return oid;
}
const Oid& serial() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 17, 1}; // prtGeneralSerialNumber.1
  return oid;
}
const Oid& system_description() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 1, 1, 0}; // sysDescr
  return oid;
}
const Oid& location() {
  static const Oid oid{1, 3, 6, 1, 2, 1, 1, 6, 0}; // sysLocation
  return oid;
}
const std::array<Oid, 1>& columns() {
  static const std::array<Oid, 1> all{{{1, 3, 6, 1, 2, 1, 2, 2, 1, 6}}}; // ifPhysAddress
  return all;
}

void read_text(Unit& unit, const Binding& one, std::string& system) {
  const std::string& octets = *one.octets();
  if (one.oid == device_id_variable()) unit.device_id = readable(octets, longest_id);
  if (one.oid == description()) unit.description = readable(octets);
  if (one.oid == serial()) unit.serial = readable(octets);
  if (one.oid == location()) unit.location = readable(octets);
  if (one.oid == system_description()) system = readable(octets);
  if (begins_with(one.oid, columns()[0]) && octets.size() == 6 &&
      unit.macs.size() < most_interfaces)
    unit.macs.push_back(octets);
}

} // namespace

std::span<const Oid> unit_scalars() {
  static const std::array<Oid, 6> all{device_id_variable(), description(), kind(), serial(),
                                      system_description(), location()};
  return all;
}

std::span<const Oid> unit_columns() {
  return columns();
}

Unit read_unit(const Bindings& bindings) {
  Unit unit;
  std::string system;
  for (const Binding& one : bindings) {
    if (one.octets() != nullptr) read_text(unit, one, system);
    const auto* const value = std::get_if<Oid>(&one.value);
    if (one.oid == kind() && value != nullptr && *value == printer_kind()) unit.is_printer = true;
  }
  unit.is_printer = unit.is_printer || !unit.device_id.empty() || !unit.serial.empty();
  if (!unit.is_printer || unit.description.empty()) unit.description = system;
  return unit;
}

} // namespace platen::snmp
