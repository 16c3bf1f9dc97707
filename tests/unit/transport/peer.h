#pragma once

#include "base/file.h"

#include <array>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::test {

// A TCP peer on a loopback port of its own: accepts some connections, one after the other, and
// plays `part` on each of them in a thread.
class Peer {
public:
  class Connection {
  public:
    explicit Connection(int fd) : fd_(fd) {}
    // Up to `count` bytes; fewer at the end.
    std::string take(std::size_t count) {
      std::string all;
      std::array<char, 65536> block{};
      while (all.size() < count) {
        const ssize_t got =
            ::recv(fd_.get(), block.data(), std::min(block.size(), count - all.size()), 0);
        if (got <= 0) break;
        all.append(block.data(), static_cast<std::size_t>(got));
      }
      return all;
    }
    std::string take_all() { return take(~std::size_t{0}); }
    void say(const std::string& text) {
      std::size_t at = 0;
      while (at < text.size()) {
        const ssize_t put = ::send(fd_.get(), text.data() + at, text.size() - at, MSG_NOSIGNAL);
        if (put <= 0) return;
        at += static_cast<std::size_t>(put);
      }
    }
    // Closes so that the other side gets a reset rather than an end.
    void reset() {
      const linger hard{1, 0};
      ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
      fd_.reset();
    }
    void stop_talking() { ::shutdown(fd_.get(), SHUT_WR); }
    void wait_for_end() {
      pollfd entry{fd_.get(), POLLRDHUP, 0};
      ::poll(&entry, 1, 20'000);
    }

  private:
    UniqueFd fd_;
  };
  using Part = std::function<void(Connection&)>;

  explicit Peer(Part part, int family = AF_INET, int connections = 1)
      : listener_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int small = 4096; // so that a peer that does not read fills up soon
    ::setsockopt(listener_.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    sockaddr_storage address{};
    socklen_t size = 0;
    if (family == AF_INET) {
      auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
      v4->sin_family = AF_INET;
      v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      size = sizeof *v4;
    } else {
      auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
      v6->sin6_family = AF_INET6;
      v6->sin6_addr = in6addr_loopback;
      size = sizeof *v6;
    }
    if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_.get(), 1) != 0)
      throw std::runtime_error("no loopback port");
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(family == AF_INET ? reinterpret_cast<sockaddr_in*>(&address)->sin_port
                                    : reinterpret_cast<sockaddr_in6*>(&address)->sin6_port);
    thread_ = std::thread([this, connections, part = std::move(part)] {
      for (int i = 0; i < connections; ++i) {
        const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        Connection connection(fd);
        part(connection);
      }
    });
  }
  ~Peer() { join(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void join() {
    ::shutdown(listener_.get(), SHUT_RDWR); // a peer that nobody called stops waiting
    if (thread_.joinable()) thread_.join();
  }
  std::string uri(const std::string& host = "127.0.0.1") const {
    return "socket://" + host + ":" + std::to_string(port_);
  }
  int port() const { return port_; }

private:
  UniqueFd listener_;
  int port_ = 0;
  std::thread thread_;
};

} // namespace platen::test
