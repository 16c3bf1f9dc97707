#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "client/http_link.h"
#include "wire/ipp/message.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::client {

// Where the server is: --server HOST[:PORT], else $PLATEN_SERVER, else the local socket, else
// localhost:8631.
struct ServerAddress {
  std::string socket; // path; empty: TCP
  std::string host = "localhost";
  int port = 8631;
  std::string user, password;     // from the URL-like form USER[:PASSWORD]@HOST:PORT; empty: none
  std::vector<std::string> tried; // sockets at which nobody listens, when none was named
  std::string text() const;       // for messages; never with the password
  bool on_this_machine() const;
};
// A value that begins with "/" is the path of a Unix socket.
Result<ServerAddress> parse_server(std::string_view text);
Result<ServerAddress> find_server(const std::optional<std::string>& option);

struct Login {
  std::string user, password;
};

struct ConnectOptions {
  Tls tls = Tls::when_asked;
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds stall{60'000};
  std::chrono::milliseconds whole{0}; // of the connection's life once it stands; 0: no bound
  const Cancel* cancel = nullptr;     // may be null; outlives the connection
  // Asked once, when the peer wants a login and the address holds none; empty: it is refused.
  std::function<Result<Login>()> log_in;
  bool remember_certificate = false;
  std::string authorization; // value of the field, from the first request on; empty: none
};

// One connection to a server (ours, or any IPP printer), over libcups' HTTP; made anew when the
// peer has closed it. One thread at a time.
class Connection {
public:
  virtual ~Connection() = default;
  // Sends a request, with a document from `document_fd` (-1: none) after it. The answer whatever
  // its status; an Error only when there is none: Errc::unreachable, timeout, malformed, denied,
  // not_found (nothing serves `path`), busy.
  virtual Result<platen::ipp::Message> ask(const platen::ipp::Message& request,
                                           std::string_view path, int document_fd = -1) = 0;
  // The same in steps, with a document that is made meanwhile. write() after an early answer does
  // nothing: finish() tells it.
  virtual Result<void> begin(const platen::ipp::Message& request, std::string_view path) = 0;
  virtual Result<void> write(Bytes document) = 0;
  virtual Result<platen::ipp::Message> finish() = 0;
};
// To a platen server: TLS when it is not on this machine, a login from the password file or the
// terminal. Errc::unreachable says what was tried and how to start one.
Result<std::unique_ptr<Connection>> connect(const ServerAddress& address);
// To anything that speaks IPP.
Result<std::unique_ptr<Connection>> connect(const ServerAddress& address, ConnectOptions options);

// The answer's error in words ("client-error-not-found: there is no printer x"), when its status is
// one.
std::optional<Error> error_of(const platen::ipp::Message& answer);

} // namespace platen::client
