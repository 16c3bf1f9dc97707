#include "device/search.h"

#include "device/bjnp_client.h"
#include "device/channel_port.h"
#include "transport/ask_around.h"

#include <array>

namespace platen::device {

namespace {

// GET of hrDeviceType.1 in version 1, community "public", request 1 (RFC 1157 section 4.1.2). One
// question that never changes needs no encoder, and whatever answers it is asked anew at its own
// address, through the library: so nothing of the answer needs to be read either.
constexpr auto question = std::to_array<unsigned char>(
    {0x30, 0x29, 0x02, 0x01, 0x00, 0x04, 0x06, 'p',  'u',  'b',  'l',  'i',  'c',  0xa0, 0x1c,
     0x02, 0x01, 0x01, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x11, 0x30, 0x0f, 0x06, 0x0b,
     0x2b, 0x06, 0x01, 0x02, 0x01, 0x19, 0x03, 0x02, 0x01, 0x02, 0x01, 0x05, 0x00});

// A SEQUENCE, and not our own question that a network gives back.
bool may_be_agent(Bytes datagram) {
  constexpr std::byte sequence{0x30};
  return !datagram.empty() && datagram.front() == sequence &&
         as_text(datagram) != as_text(std::as_bytes(std::span(question)));
}

Result<std::vector<std::string>> search(Buffer packet, std::uint16_t port,
                                        std::function<bool(Bytes)> is_answer,
                                        const std::vector<std::string>& targets,
                                        std::chrono::milliseconds patience, const Cancel& cancel) {
  transport::Shout shout;
  shout.question = std::move(packet);
  shout.port = port;
  shout.targets = targets;
  shout.is_answer = std::move(is_answer);
  shout.patience = patience;
  return transport::ask_around(shout, cancel);
}

} // namespace

Result<std::vector<std::string>> search_snmp(const std::vector<std::string>& targets,
                                             const Cancel& cancel,
                                             std::chrono::milliseconds patience) {
  const Bytes bytes = std::as_bytes(std::span(question));
  return search({bytes.begin(), bytes.end()}, snmp_port, may_be_agent, targets, patience, cancel);
}

Result<std::vector<std::string>> search_bjnp(const std::vector<std::string>& targets,
                                             const Cancel& cancel,
                                             std::chrono::milliseconds patience) {
  return search(bjnp_search(), bjnp_port, is_bjnp_printer, targets, patience, cancel);
}

} // namespace platen::device
