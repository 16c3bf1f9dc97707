#include "wire/snmp/chunk_table.h"

#include <algorithm>

namespace platen::snmp {

const Oid& chunk_table() {
  static const Oid rows{1, 3, 6, 1, 4, 1, 1602, 1, 5, 1, 6, 2, 2, 1, 2, 1};
  return rows;
}

Result<std::string> join_chunks(const Bindings& bindings, std::size_t most) {
  std::vector<const Binding*> rows;
  for (const Binding& binding : bindings)
    if (begins_with(binding.oid, chunk_table()) && binding.oid.size() == chunk_table().size() + 1 &&
        binding.octets() != nullptr)
      rows.push_back(&binding);
  if (rows.empty()) return fail(Errc::not_found, "the agent has no status document");
  std::ranges::sort(rows, {}, [](const Binding* row) { return row->oid.back(); });
  std::string document;
  for (const Binding* row : rows) {
    if (document.size() + row->octets()->size() > most)
      return fail(Errc::limit, "the agent's status document does not end");
    document += *row->octets();
  }
  return document;
}

} // namespace platen::snmp
