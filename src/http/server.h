#pragma once

#include "base/result.h"
#include "http/exchange.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace platen::http {

struct ListenAddress {
  std::string address;       // numeric IPv4 or IPv6
  std::uint16_t port = 8631; // 0: any free one
};

struct Limits {
  std::size_t header_bytes = 16 << 10;
  std::uint64_t body_bytes = 4ULL << 30;
  std::chrono::milliseconds header{
      10'000}; // from the first byte of a request to the end of its header
  std::chrono::milliseconds body_stall{30'000}; // no byte of a body for so long
  std::chrono::milliseconds idle{60'000};       // between requests of a kept connection
  std::chrono::milliseconds write_stall{30'000};
  std::size_t connections = 4'000;
};

struct ServerOptions {
  std::vector<ListenAddress> listen;
  std::filesystem::path unix_socket; // empty: none; made with mode 0666, a stale one is replaced
  // PEM files. Where neither exists a self-signed certificate for `names` is made there (key mode
  // 0600).
  std::filesystem::path certificate, key;
  std::vector<std::string>
      names; // host names that a Host field may have besides addresses and localhost
  std::size_t threads = 2;
  Limits limits;
  std::function<void(std::string_view level, std::string_view text)> log; // may be empty
  // One finished request: peer, method, path, status, bytes in and out, microseconds; may be empty.
  struct Access {
    Peer peer;
    std::string method, path;
    int status = 0;
    std::uint64_t in = 0, out = 0;
    std::chrono::microseconds took{0};
  };
  std::function<void(const Access&)> access;
};

// HTTP/1.1 on every listed address and the Unix socket: plain and TLS on one port (told apart by
// the first byte; "Upgrade: TLS/1.2" per RFC 2817 as well), keep-alive, pipelining in order,
// chunked bodies in both directions, Expect: 100-continue, deadlines on every read and write.
class Server {
public:
  virtual ~Server() = default;                              // stops
  virtual std::vector<ListenAddress> addresses() const = 0; // as bound, real ports
  virtual void run() = 0; // serves on `threads` threads until stop(); returns when all is closed
  virtual void
  stop() = 0; // from any thread: no new connections, answers under way are finished (bounded)
  // Reads the certificate again; also done by itself when the files change. The old one stays on
  // failure.
  virtual Result<void> reload_certificate() = 0;
};

// Binds everything first: Errc::io names the address that is taken, Errc::denied the file that is
// not readable.
Result<std::unique_ptr<Server>> open_server(ServerOptions options, Handler& handler);

} // namespace platen::http
