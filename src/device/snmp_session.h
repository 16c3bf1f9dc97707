#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "wire/snmp/binding.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>

namespace platen::device {

struct SnmpAddress {
  std::string host; // a name, an IPv4 address, or an IPv6 address without brackets
  std::uint16_t port = 161;
  std::string community = "public";
};

// SNMP version 1 with one agent, through net-snmp's library, without its configuration files. Old
// printers know no other version. Bounded: by time, number of requests and of variables.
class SnmpSession {
public:
  virtual ~SnmpSession() = default;
  // The variables of `oids` that the agent has.
  virtual Result<snmp::Bindings> get(std::span<const snmp::Oid> oids) = 0;
  // All variables below `columns`, row by row; a column that ends early does not end the others.
  virtual Result<snmp::Bindings> walk(std::span<const snmp::Oid> columns) = 0;
};

// Nothing is sent yet. `until`: when all questions together have to be answered; `cancel` outlives
// the session. Errc::unreachable for a host that is not known.
Result<std::unique_ptr<SnmpSession>> open_snmp(const SnmpAddress& address,
                                               std::chrono::steady_clock::time_point until,
                                               const Cancel& cancel);

} // namespace platen::device
