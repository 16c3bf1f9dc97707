#pragma once

#include "base/file.h"

#include <string>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::test {

// A port whose queue of clients is full: the system does not even refuse.
class DeafPort {
public:
  DeafPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_.get(), 0);
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    for (int i = 0; i < 4; ++i) {
      clients_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      static_cast<void>(
          ::connect(clients_.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof address));
    }
  }
  int port() const { return port_; }
  std::string uri() const { return "socket://127.0.0.1:" + std::to_string(port_); }

private:
  UniqueFd listener_;
  std::vector<UniqueFd> clients_;
  int port_ = 0;
};

} // namespace platen::test
