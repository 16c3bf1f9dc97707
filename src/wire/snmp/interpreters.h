#pragma once

#include "wire/snmp/binding.h"

#include <span>

// The languages of a printer by the Printer MIB (RFC 3805, prtInterpreterTable), and its device id
// by the Port Monitor MIB (PWG 5107.1).
namespace platen::snmp {

const Oid& device_id_variable();

struct Interpreter {
  std::int64_t family = 0; // prtInterpreterLangFamily
  std::string level, description;
};
std::span<const Oid> interpreter_columns();
std::vector<Interpreter> read_interpreters(const Bindings& bindings);

} // namespace platen::snmp
