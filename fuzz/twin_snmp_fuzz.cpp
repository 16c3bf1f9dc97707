// A datagram to the twins' agents: no answer, or one that its own reader would not take for a
// question.
#include "virtual/snmp/agent.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  static const twin::snmp::Tree trees[] = {
      twin::snmp::tree_of(twin::condition_of("canon-pro-1000"), 1),
      twin::snmp::tree_of(twin::condition_of("canon-ir1024"), 1)};
  const Bytes datagram = std::as_bytes(std::span(data, size));
  for (const auto& tree : trees)
    if (const auto answer = twin::snmp::answer(datagram, tree)) {
      EXPECTS(answer->size() < 65'508); // it fits a datagram
      EXPECTS(!twin::snmp::read_request(*answer));
    }
  return 0;
}
