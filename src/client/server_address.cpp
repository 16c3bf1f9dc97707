#include "base/file.h"
#include "client/connection.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace platen::client {

namespace {

Failure wrong(std::string_view text, const std::string& why) {
  return fail(Errc::invalid, "\"" + std::string(text.substr(text.rfind('@') + 1)) +
                                 "\" is no server address: " + why +
                                 "; use [USER[:PASSWORD]@]HOST[:PORT] or the path of a socket");
}

Result<int> parse_port(std::string_view text, std::string_view whole) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65'535)
    return wrong(whole, "a port is a number from 1 to 65535");
  return port;
}

void take_login(std::string_view login, ServerAddress& address) {
  const std::size_t colon = login.find(':');
  address.user = login.substr(0, colon);
  if (colon != std::string_view::npos) address.password = login.substr(colon + 1);
}

// True when a process accepts connections there.
bool listens(const std::string& path) {
  sockaddr_un name{};
  if (path.size() >= sizeof name.sun_path) return false;
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return fd && ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
}

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A user's own server first, where it puts its socket with and without a folder for run time files;
// then the system's.
std::vector<std::string> usual_sockets() {
  std::vector<std::string> folders;
  if (std::string run = variable("XDG_RUNTIME_DIR"); run.starts_with('/'))
    folders.push_back(std::move(run));
  if (std::string state = variable("XDG_STATE_HOME"); state.starts_with('/'))
    folders.push_back(std::move(state));
  else if (const std::string home = variable("HOME"); home.starts_with('/'))
    folders.push_back(home + "/.local/state");
  folders.emplace_back("/run");
  for (std::string& folder : folders)
    folder += "/platen/platen.sock";
  return folders;
}

} // namespace

std::string ServerAddress::text() const {
  if (!socket.empty()) return socket;
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool ServerAddress::on_this_machine() const {
  return !socket.empty() || host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<ServerAddress> parse_server(std::string_view text) {
  ServerAddress address;
  if (text.starts_with('/')) {
    address.socket = text;
    return address;
  }
  std::string_view rest = text;
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    take_login(rest.substr(0, at), address);
    if (address.user.empty()) return wrong(text, "no user stands before the @");
    rest.remove_prefix(at + 1);
  }
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return wrong(text, "the ] is missing");
    address.host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
  } else {
    // More than one colon is an IPv6 address without brackets, and no port.
    const std::size_t colon = rest.find(':');
    const std::size_t end = colon == rest.rfind(':') ? colon : rest.size();
    address.host = rest.substr(0, end);
    rest.remove_prefix(std::min(end, rest.size()));
  }
  if (address.host.empty()) return wrong(text, "the host is missing");
  if (address.host.find_first_of("/ \t\r\n") != std::string::npos)
    return wrong(text, "a host has no \"/\" and no space");
  if (rest.empty()) return address;
  if (!rest.starts_with(':')) return wrong(text, "only :PORT may follow the host");
  TRY(address.port, parse_port(rest.substr(1), text));
  return address;
}

Result<ServerAddress> find_server(const std::optional<std::string>& option) {
  if (option) return parse_server(*option);
  if (const char* named = std::getenv("PLATEN_SERVER"); named != nullptr && *named != '\0') {
    auto address = parse_server(named);
    if (!address) return fail_within("PLATEN_SERVER", std::move(address).error());
    return address;
  }
  ServerAddress address;
  for (std::string& path : usual_sockets()) {
    if (listens(path)) {
      address.socket = std::move(path);
      return address;
    }
    address.tried.push_back(std::move(path));
  }
  return address;
}

} // namespace platen::client
