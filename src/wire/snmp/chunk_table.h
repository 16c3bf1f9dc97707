#pragma once

#include "base/bytes.h"
#include "wire/snmp/binding.h"

namespace platen::snmp {

// Where Canon's photo printers keep their status document, in pieces (docs/protocols/snmp.md §4).
const Oid& chunk_table();
// The pieces in the order of their rows, joined as they are. Errc::not_found when there is none,
// Errc::limit beyond `most` bytes.
Result<std::string> join_chunks(const Bindings& bindings, std::size_t most);

} // namespace platen::snmp
