#include "doctor/checks.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace platen::doctor {

namespace {

// IPv4 and IPv6 alike: an IPv4 address as the IPv6 one that it is mapped to.
using Octets = std::array<std::uint8_t, 16>;

std::optional<Octets> octets_of(const std::string& address) {
  Octets octets{};
  if (::inet_pton(AF_INET6, address.c_str(), octets.data()) == 1) return octets;
  octets[10] = octets[11] = 0xff;
  if (::inet_pton(AF_INET, address.c_str(), octets.data() + 12) == 1) return octets;
  return std::nullopt;
}

bool is_ipv4(const std::string& address) {
  return address.find(':') == std::string::npos;
}

bool is_within(const std::string& client, const Network& network) {
  const auto a = octets_of(client), b = octets_of(network.address);
  if (!a || !b || is_ipv4(client) != is_ipv4(network.address)) return false;
  const unsigned bits = network.bits + (is_ipv4(client) ? 96U : 0U);
  for (unsigned bit = 0; bit < bits && bit < 128; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((*a)[bit / 8] & mask) != ((*b)[bit / 8] & mask)) return false;
  }
  return true;
}

bool is_loopback(const std::string& address) {
  return address == "::1" || address.starts_with("127.");
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

void check_inboxes(const NetworkFacts& facts, Findings& found) {
  std::vector<std::string> refusing;
  for (const InboxFacts& inbox : facts.inboxes) {
    if (!inbox.trouble.empty())
      found.push_back(make_finding("inbox-not-open", inbox.printer,
                                   {{"protocol", inbox.protocol},
                                    {"port", std::to_string(inbox.port)},
                                    {"reason", inbox.trouble}}));
    if (facts.login_to_print && std::ranges::find(refusing, inbox.printer) == refusing.end())
      refusing.push_back(inbox.printer);
  }
  for (const std::string& printer : refusing)
    found.push_back(make_finding("inbox-refuses", printer));
}

} // namespace

Findings check_network(const NetworkFacts& facts) {
  Findings found;
  if (facts.printers == 0) found.push_back(make_finding("no-printers", "server"));
  const bool here_alone = !facts.listen.empty() && std::ranges::all_of(facts.listen, is_loopback);
  if (here_alone && !facts.shared.empty())
    found.push_back(make_finding("listens-here-alone", joined(facts.listen)));
  if (!facts.announces)
    found.push_back(make_finding("announcing-off", "server"));
  else if (!facts.avahi_answers && !facts.shared.empty())
    found.push_back(make_finding("dns-sd-not-running", facts.avahi_socket));
  for (const std::string& printer : facts.unshared)
    found.push_back(make_finding("printer-not-shared", printer));
  check_inboxes(facts, found);
  if (facts.client.empty()) return found;
  std::vector<std::string> networks;
  for (const Network& network : facts.networks)
    networks.push_back(network.address + "/" + std::to_string(network.bits));
  const bool near = std::ranges::any_of(
      facts.networks, [&](const Network& network) { return is_within(facts.client, network); });
  if (!near)
    found.push_back(make_finding("routed-network", facts.client, {{"networks", joined(networks)}}));
  return found;
}

} // namespace platen::doctor
