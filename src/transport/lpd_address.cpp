#include "transport/lpd_address.h"

#include "base/percent.h"

#include <algorithm>

namespace platen::transport {

namespace {

constexpr std::string_view scheme = "lpd://";
constexpr std::string_view example = "lpd://192.168.1.20/lp";
constexpr std::size_t longest_queue = 31;

Failure wrong(std::string_view uri, std::string_view why) {
  return no_address(uri, why, example);
}

// A blank or line end would end the daemon's command, and begin another.
bool is_queue(std::string_view name) {
  const auto fits = [](char c) { return c > ' ' && c < 0x7f; };
  return !name.empty() && name.size() <= longest_queue && std::ranges::all_of(name, fits);
}

} // namespace

bool is_lpd_uri(std::string_view uri) {
  return uri.starts_with(scheme);
}

Result<LpdAddress> parse_lpd_uri(std::string_view uri) {
  if (!is_lpd_uri(uri)) return wrong(uri, "it does not begin with lpd://");
  std::string_view rest = uri.substr(scheme.size());
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string_view channels = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  LpdAddress address;
  address.host.port = "515";
  TRY_VOID(read_channels(uri, channels, example, address.host));
  TRY_VOID(read_host_and_port(uri, rest.substr(0, slash), example, address.host));
  if (slash + 1 >= rest.size()) return address;
  const auto queue = percent_decoded(rest.substr(slash + 1));
  if (!queue || !is_queue(*queue))
    return wrong(uri, "a queue has 1 to 31 printable characters without blanks");
  address.queue = *queue;
  return address;
}

} // namespace platen::transport
