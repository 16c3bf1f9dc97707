#include "device/channel_port.h"

#include <charconv>

namespace platen::device {

std::optional<std::uint16_t> port_of(const transport::SocketAddress& address,
                                     std::string_view channel, std::uint16_t usual) {
  const auto said = address.channel(channel);
  if (!said) return usual;
  if (*said == "off") return std::nullopt;
  std::uint16_t port = usual; // the URI was checked
  std::from_chars(said->data(), said->data() + said->size(), port);
  return port;
}

std::string community_of(const transport::SocketAddress& address) {
  return std::string(address.channel("community").value_or("public"));
}

} // namespace platen::device
