#pragma once

#include "virtual/condition.h"
#include "virtual/snmp/ber.h"

#include <functional>
#include <map>
#include <optional>

namespace platen::twin::snmp {

using Tree = std::map<Oid, Value>;

// Everything that the agent of this model tells (docs/protocols/snmp.md §2-4). `up`: hundredths of
// a second since it was switched on.
Tree tree_of(const Condition& condition, std::uint32_t up);

// The answer to one datagram; nothing for one that an agent does not answer (another community, no
// SNMP).
std::optional<Buffer> answer(Bytes datagram, const Tree& tree);

} // namespace platen::twin::snmp
