#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace platen::snmp {

using Oid = std::vector<std::uint32_t>;

// One variable of an agent. Integers, counters, gauges and time ticks are all std::int64_t; octet
// strings are the bytes as they came.
struct Binding {
  Oid oid;
  std::variant<std::monostate, std::int64_t, std::string, Oid> value;

  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
  const std::string* octets() const { return std::get_if<std::string>(&value); }
};
using Bindings = std::vector<Binding>;

bool begins_with(const Oid& oid, const Oid& prefix);

// The bytes as text for people: control characters become blanks, what is no UTF-8 becomes "?", and
// it ends after `most` bytes.
std::string readable(const std::string& octets, std::size_t most = 255);

} // namespace platen::snmp
