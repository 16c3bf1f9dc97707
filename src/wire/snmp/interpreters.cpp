#include "wire/snmp/interpreters.h"

#include <array>
#include <map>

namespace platen::snmp {

namespace {

const std::array<Oid, 3>& columns() {
  static const std::array<Oid, 3> all{{{1, 3, 6, 1, 2, 1, 43, 15, 1, 1, 2},
                                       {1, 3, 6, 1, 2, 1, 43, 15, 1, 1, 3},
                                       {1, 3, 6, 1, 2, 1, 43, 15, 1, 1, 5}}};
  return all;
}

} // namespace

const Oid& device_id_variable() {
  static const Oid oid{1, 3, 6, 1, 4, 1, 2699, 1, 2, 1, 2, 1, 1, 3, 1};
  return oid;
}

std::span<const Oid> interpreter_columns() {
  return columns();
}

std::vector<Interpreter> read_interpreters(const Bindings& bindings) {
  std::map<std::uint32_t, Interpreter> rows;
  for (const Binding& binding : bindings)
    for (std::size_t column = 0; column < columns().size(); ++column) {
      if (!begins_with(binding.oid, columns()[column]) || binding.oid.empty()) continue;
      Interpreter& row = rows[binding.oid.back()];
      if (column == 0 && binding.integer() != nullptr) row.family = *binding.integer();
      if (column == 1 && binding.octets() != nullptr) row.level = readable(*binding.octets(), 31);
      if (column == 2 && binding.octets() != nullptr) row.description = readable(*binding.octets());
    }
  std::vector<Interpreter> list;
  for (auto& [index, row] : rows)
    if (row.family != 0) list.push_back(std::move(row));
  return list;
}

} // namespace platen::snmp
