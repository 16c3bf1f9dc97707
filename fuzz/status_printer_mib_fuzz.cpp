// The variables of an agent: each byte pair of the input picks a known name, the bytes after it are
// its row and value.
#include "device/from_printer_mib.h"
#include "status_check.h"
#include "wire/snmp/chunk_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  std::vector<snmp::Oid> names(snmp::printer_scalars().begin(), snmp::printer_scalars().end());
  for (const auto& table : snmp::printer_tables())
    names.insert(names.end(), table.begin(), table.end());
  names.push_back(snmp::chunk_table());
  snmp::Bindings bindings;
  for (std::size_t at = 0; at + 4 <= size;) {
    snmp::Oid oid = names[data[at] % names.size()];
    if ((data[at + 1] & 1) != 0) oid.push_back(1);
    if ((data[at + 1] & 2) != 0) oid.push_back(data[at + 2]);
    const std::size_t length = std::min<std::size_t>(data[at + 3] & 0x3f, size - at - 4);
    const std::string bytes(reinterpret_cast<const char*>(data + at + 4), length);
    std::int64_t number = 0;
    for (const char c : bytes)
      number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) << 8 |
                                         static_cast<unsigned char>(c));
    if ((data[at + 3] & 0x80) != 0)
      bindings.push_back({std::move(oid), number});
    else
      bindings.push_back({std::move(oid), bytes});
    at += 4 + length;
  }
  fuzz::check(device::from_printer_mib(snmp::read_printer_mib(bindings)));
  if (const auto document = snmp::join_chunks(bindings, 1000)) EXPECTS(document->size() <= 1000);
  return 0;
}
