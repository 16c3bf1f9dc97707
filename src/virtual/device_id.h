#pragma once

#include "virtual/condition.h"

#include <string>

namespace platen::twin {

// The IEEE 1284 device id: inferred from siblings (docs/protocols/bjnp.md §3).
std::string device_id(const Condition& condition);
// With the two octets of its length before it, which count themselves.
std::string device_id_block(const Condition& condition);

} // namespace platen::twin
