#include "web/near.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

namespace platen::web {

namespace {

using Octets = std::vector<unsigned char>;

std::optional<Octets> octets_of(const std::string& address) {
  Octets octets(sizeof(in6_addr));
  const bool six = address.find(':') != std::string::npos;
  if (!six) octets.resize(sizeof(in_addr));
  if (::inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), octets.data()) != 1)
    return std::nullopt;
  return octets;
}

Octets octets_of(const sockaddr& address) {
  const auto copy = [](const void* from, std::size_t bytes) {
    Octets octets(bytes);
    std::memcpy(octets.data(), from, bytes);
    return octets;
  };
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return copy(&in.sin_addr, sizeof in.sin_addr);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    return copy(&in.sin6_addr, sizeof in.sin6_addr);
  }
  return {};
}

unsigned bits_of(const Octets& mask) {
  unsigned bits = 0;
  for (const unsigned char octet : mask)
    bits += static_cast<unsigned>(std::popcount(octet));
  return bits;
}

bool share(const Octets& one, const Octets& other, unsigned bits) {
  if (one.size() != other.size() || bits > one.size() * 8) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const auto before = static_cast<unsigned>(i * 8);
    if (before >= bits) return true;
    const unsigned here = std::min(8u, bits - before);
    const auto mask = static_cast<unsigned char>(0xff00u >> here);
    if ((one[i] & mask) != (other[i] & mask)) return false;
  }
  return true;
}

} // namespace

bool in_network(const std::string& address, const std::string& of, unsigned bits) {
  const auto one = octets_of(address);
  const auto other = octets_of(of);
  return one && other && share(*one, *other, bits);
}

bool is_near(const std::string& address) {
  const auto asked = octets_of(address.substr(0, address.find('%')));
  ifaddrs* list = nullptr;
  if (!asked || ::getifaddrs(&list) != 0) return false;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> freed(list, ::freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_netmask == nullptr) continue;
    const Octets own = octets_of(*one->ifa_addr);
    if (!own.empty() && share(*asked, own, bits_of(octets_of(*one->ifa_netmask)))) return true;
  }
  return false;
}

} // namespace platen::web
