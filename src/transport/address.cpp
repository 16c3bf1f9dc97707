#include "transport/address.h"

#include <algorithm>
#include <charconv>

namespace platen::transport {

namespace {

constexpr std::string_view scheme = "socket://";

constexpr std::string_view socket_example = "socket://192.168.1.20:9100";

Failure wrong(std::string_view uri, std::string_view why,
              std::string_view example = socket_example) {
  return no_address(uri, why, example);
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

bool is_host(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '%';
  };
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, fits);
}

bool is_community(std::string_view text) {
  const auto fits = [](char c) { return c > ' ' && c < 0x7f && c != '%' && c != '#'; };
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, fits);
}

// What one of the names after "?" may be; nothing is wrong where this gives nothing.
std::optional<std::string_view> fault_of(std::string_view name, std::string_view value) {
  if (name == "snmp" || name == "chmp" || name == "chmps" || name == "bjnp" || name == "lpd") {
    if (value == "off" || is_port(value)) return std::nullopt;
    return "snmp, chmp, chmps, bjnp and lpd are ports, or \"off\"";
  }
  if (name == "pjl") {
    if (value == "off" || value == "on") return std::nullopt;
    return "pjl is \"on\" or \"off\"";
  }
  if (name != "community")
    return "after the \"?\" stand snmp, community, chmp, chmps, bjnp, lpd or pjl";
  if (is_community(value)) return std::nullopt;
  return "an SNMP community has 1 to 32 characters without blanks";
}

} // namespace

std::optional<std::string_view> SocketAddress::channel(std::string_view name) const {
  for (const auto& [key, value] : channels)
    if (key == name) return value;
  return std::nullopt;
}

Failure no_address(std::string_view uri, std::string_view why, std::string_view example) {
  return fail(Errc::invalid, "\"" + std::string(uri) + "\" is no device address: " +
                                 std::string(why) + "; it looks like " + std::string(example));
}

Result<void> read_host_and_port(std::string_view uri, std::string_view text,
                                std::string_view example, SocketAddress& address) {
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return wrong(uri, "the bracket is not closed", example);
    address.host = text.substr(1, close - 1);
    port = text.substr(close + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    address.host = text.substr(0, colon);
    port = text.substr(colon);
  }
  if (!is_host(address.host))
    return wrong(uri, "the host is missing or has a character that no host has", example);
  if (port.empty()) return {};
  if (port.front() != ':' || !is_port(port.substr(1)))
    return wrong(uri, "the port is not a number from 1 to 65535", example);
  address.port = port.substr(1);
  return {};
}

Result<void> read_channels(std::string_view uri, std::string_view text, std::string_view example,
                           SocketAddress& address) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::size_t equals = std::min(one.find('='), one.size());
    const std::string_view name = one.substr(0, equals);
    const std::string_view value = one.substr(std::min(equals + 1, one.size()));
    if (const auto fault = fault_of(name, value)) return wrong(uri, *fault, example);
    address.channels.emplace_back(name, value);
  }
  return {};
}

Result<SocketAddress> parse_socket_uri(std::string_view uri) {
  if (!uri.starts_with(scheme)) return wrong(uri, "it does not begin with socket://");
  std::string_view rest = uri.substr(scheme.size());
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string_view channels = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  SocketAddress address;
  TRY_VOID(read_channels(uri, channels, socket_example, address));
  TRY_VOID(read_host_and_port(uri, rest, socket_example, address));
  return address;
}

std::string to_string(const SocketAddress& address) {
  return address.host + " port " + address.port;
}

} // namespace platen::transport
