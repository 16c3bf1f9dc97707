#include "scan/device/bjnp_discovery.h"

#include "transport/ask_around.h"
#include "wire/bjnp/packet.h"

namespace platen::scan {

Result<std::vector<std::string>> discover_bjnp(const std::vector<std::string>& targets,
                                               std::uint16_t port,
                                               std::chrono::milliseconds patience,
                                               const Cancel& cancel) {
  constexpr std::uint16_t sequence = 1;
  transport::Shout shout;
  shout.question = bjnp::to_scanner(bjnp::Code::discover, sequence, 0);
  shout.port = port;
  shout.targets = targets;
  shout.is_answer = [](Bytes datagram) {
    return bjnp::read_reply(datagram, bjnp::Code::discover, sequence).has_value();
  };
  shout.patience = patience;
  return transport::ask_around(shout, cancel);
}

std::vector<std::string> broadcast_addresses() {
  return transport::broadcast_addresses();
}

} // namespace platen::scan
