#include "http/host.h"

#include "http/words.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

namespace platen::http {

namespace {

bool is_ipv4(const std::string& text) {
  in_addr address{};
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_zone(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

// "fe80::1", "fe80::1%25eth0" (RFC 6874), "fe80::1%eth0" and "v1.fe80::1+eth0", as CUPS writes it.
bool is_ipv6(std::string_view text) {
  const bool cups = text.starts_with("v1.");
  if (cups) text.remove_prefix(3);
  const std::size_t mark = text.find(cups ? '+' : '%');
  if (mark != std::string_view::npos) {
    std::string_view zone = text.substr(mark + 1);
    if (!cups && zone.starts_with("25") && zone.size() > 2) zone.remove_prefix(2);
    if (!is_zone(zone)) return false;
  }
  in6_addr address{};
  return ::inet_pton(AF_INET6, std::string(text.substr(0, mark)).c_str(), &address) == 1;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         text.find("..") == std::string_view::npos && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_';
         });
}

bool read_port(std::string_view text, std::optional<unsigned>& port) {
  if (text.empty()) return true;
  if (text.front() != ':') return false;
  text.remove_prefix(1);
  if (text.empty()) return true; // RFC 3986, 3.2.3: "host:" is the default port
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > 65535) return false;
  port = value;
  return true;
}

} // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  Authority found;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return {};
    found.host = lower(text.substr(1, close - 1));
    found.literal = true;
    if (!is_ipv6(found.host)) return {};
    port = text.substr(close + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    found.host = lower(text.substr(0, colon));
    if (found.host.ends_with('.')) found.host.pop_back();
    if (!is_name(found.host)) return {};
    found.literal = is_ipv4(found.host);
    port = text.substr(colon);
  }
  if (!read_port(port, found.port)) return {};
  return found;
}

HostPolicy::HostPolicy(const std::vector<std::string>& names) : names_{"localhost"} {
  for (const std::string& name : names) {
    std::string one = lower(name);
    if (one.ends_with('.')) one.pop_back();
    if (one.find('.') == std::string::npos) names_.push_back(one + ".local");
    names_.push_back(std::move(one));
  }
}

std::optional<Refusal> HostPolicy::check(std::string_view authority) const {
  const std::optional<Authority> found = parse_authority(authority);
  if (!found) return Refusal{400, "the field Host is no host name or address"};
  if (found->literal || std::ranges::find(names_, found->host) != names_.end()) return {};
  return Refusal{421, "this server is not called \"" + found->host +
                          "\"; the names that it answers to stand in its configuration"};
}

bool HostPolicy::is_own_origin(std::string_view origin, std::string_view authority) {
  unsigned usual = 0;
  if (origin.starts_with("http://"))
    usual = 80;
  else if (origin.starts_with("https://"))
    usual = 443;
  else
    return false;
  origin.remove_prefix(origin.find("//") + 2);
  const std::optional<Authority> theirs = parse_authority(origin),
                                 ours = parse_authority(authority);
  return theirs && ours && theirs->host == ours->host &&
         theirs->port.value_or(usual) == ours->port.value_or(usual);
}

bool is_host_name(std::string_view text) {
  const auto parsed = parse_authority(text);
  return parsed && !parsed->port && !text.ends_with(':') && !text.starts_with('[');
}

} // namespace platen::http
