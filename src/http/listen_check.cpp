#include "http/listen_check.h"

#include "base/file.h"

#include <cerrno>

#include <netdb.h>
#include <sys/socket.h>

namespace platen::http {

Result<void> check_address(const std::string& address) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), "0", &hints, &found) != 0 || found == nullptr)
    return fail(Errc::invalid, "\"" + address + "\" is no numeric address");
  const UniqueFd probe(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const bool bound = probe && ::bind(probe.get(), found->ai_addr, found->ai_addrlen) == 0;
  const int why = errno;
  ::freeaddrinfo(found);
  if (bound) return {};
  return fail(Errc::invalid, "this machine cannot listen on " + address + ": " + errno_text(why));
}

} // namespace platen::http
