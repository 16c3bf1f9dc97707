#pragma once

#include "base/file.h"
#include "base/limits.h"
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
  std::uint16_t port = 8631; // 0: any free one; after the first address: the first one's
};

struct Limits {
  std::size_t header_bytes = limits::http_header_bytes;
  std::uint64_t body_bytes = limits::document_bytes;
  std::size_t connections = limits::http_connections;
  // From one IPv4 address or one /64 of IPv6 (source.h). Whoever is on this machine gets more.
  std::size_t connections_per_address = limits::http_connections_per_address;
  // Of the limit of open files (RLIMIT_NOFILE): so many are kept from new connections.
  std::size_t reserved_descriptors = 0;
  // From the first byte of a request to the end of its header; a TLS handshake as well.
  std::chrono::milliseconds header = limits::http_header;
  // A body may come no slower than this, on an average over the window.
  std::uint64_t body_rate = limits::http_body_rate; // bytes per second
  std::chrono::milliseconds body_window = limits::http_body_window;
  std::chrono::milliseconds idle = limits::http_idle; // before the first and between requests
  std::chrono::milliseconds write_stall = limits::http_write_stall;
  std::chrono::milliseconds stop = limits::http_stop; // for answers under way when stop() comes
};

struct ServerOptions {
  std::vector<ListenAddress> listen;
  std::filesystem::path unix_socket; // empty: none; made with mode 0666, a stale one is replaced
  // PEM files. Where neither exists a self-signed certificate for `names` is made there (key mode
  // 0600), and made anew by itself before it ends. Both empty: no TLS.
  std::filesystem::path certificate, key;
  // Host names that a Host field may have besides addresses and localhost; "print" stands for
  // "print.local" as well.
  std::vector<std::string> names;
  std::size_t threads = 2;
  Limits limits;
  // Levels: "error", "warning", "info", "debug". From any of the server's threads; may be empty.
  std::function<void(std::string_view level, std::string_view text)> log;
  // One finished request: peer, method, path, status, bytes in and out, microseconds; may be empty.
  struct Access {
    Peer peer;
    std::string method, path;
    int status = 0;
    std::uint64_t in = 0, out = 0;
    std::chrono::microseconds took{0};
  };
  std::function<void(const Access&)> access;
  // Asked, from any of the server's threads, before a long body: true refuses it with 503. May be
  // empty.
  std::function<bool()> short_of_memory;
};

// HTTP/1.1 on every listed address and the Unix socket: plain and TLS on one port (told apart by
// the first byte; "Upgrade: TLS/1.2" per RFC 2817 as well), keep-alive, pipelining in order,
// chunked bodies in both directions, Expect: 100-continue, deadlines on every read and write.
class Server {
public:
  virtual ~Server() = default;                              // stops, and waits for run() to return
  virtual std::vector<ListenAddress> addresses() const = 0; // as bound, real ports
  virtual std::size_t connections() const = 0;              // that are open
  // Serves on `threads` threads, the caller's among them, until stop(); returns when all is closed.
  virtual void run() = 0;
  // From any thread (not a signal handler): no new connections, idle ones are closed, answers under
  // way are finished within limits.stop. A handler that blocks for longer delays run() with it.
  virtual void stop() = 0;
  // Reads the certificate again, and makes one of its own anew whose time is over; also done by
  // itself when the files change. The old one stays on failure.
  virtual Result<void> reload_certificate() = 0;
  // Takes from `options` what may change while clients are served: certificate and key, names,
  // and of limits connections, connections_per_address, reserved_descriptors and body_bytes. They
  // count for new connections and requests. Nothing has changed after an error, which is as
  // open_server() has it.
  virtual Result<void> change(const ServerOptions& options) = 0;
};

// Binds everything first: Errc::io names the address that is taken, Errc::denied the address or
// file that this user may not use, Errc::invalid the certificate or option that is wrong.
// `given`: sockets that listen already. Those of the network count in place of options.listen, one
// of this machine in place of options.unix_socket.
Result<std::unique_ptr<Server>> open_server(ServerOptions options, Handler& handler,
                                            std::vector<UniqueFd> given = {});

} // namespace platen::http
