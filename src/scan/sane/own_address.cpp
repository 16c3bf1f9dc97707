#include "scan/sane/own_address.h"

#include <algorithm>
#include <array>
#include <memory>

#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::scan::sane {

namespace {

struct FreeInterfaces {
  void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

std::string numeric(const sockaddr* address) {
  const socklen_t size =
      address->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return {};
  const std::string_view whole = text.data();
  return std::string(whole.substr(0, whole.find('%'))); // the interface of a link-local one
}

// The host of "http://HOST:PORT/" or "http://[IPV6]:PORT/".
std::string_view host_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  std::string_view rest = url.substr(slashes + 3);
  if (rest.starts_with('[')) return rest.substr(1, rest.find_first_of("]%") - 1);
  return rest.substr(0, rest.find_first_of(":/"));
}

bool is_one_of(std::string_view address, const std::vector<std::string>& own) {
  address = address.substr(0, address.find('%'));
  return address == "localhost" || std::ranges::find(own, address) != own.end();
}

} // namespace

std::vector<std::string> own_addresses() {
  std::vector<std::string> all{"127.0.0.1", "::1"};
  ifaddrs* raw = nullptr;
  if (::getifaddrs(&raw) != 0) return all;
  const std::unique_ptr<ifaddrs, FreeInterfaces> list(raw);
  for (const ifaddrs* one = list.get(); one != nullptr; one = one->ifa_next)
    if (one->ifa_addr != nullptr &&
        (one->ifa_addr->sa_family == AF_INET || one->ifa_addr->sa_family == AF_INET6))
      all.push_back(numeric(one->ifa_addr));
  return all;
}

bool is_served_here(std::string_view name, std::string_view words,
                    const std::vector<std::string>& own) {
  if (name.starts_with("escl:")) return is_one_of(host_of(name), own);
  if (!name.starts_with("airscan:")) return false;
  constexpr std::string_view key = "ip=";
  const std::size_t at = words.find(key);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = words.substr(at + key.size());
  return is_one_of(rest.substr(0, rest.find(' ')), own);
}

} // namespace platen::scan::sane
