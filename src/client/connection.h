#pragma once

#include "base/result.h"
#include "wire/ipp/message.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace platen::client {

// Where the server is: --server HOST[:PORT], else $PLATEN_SERVER, else the local socket, else
// localhost:8631.
struct ServerAddress {
  std::string socket; // path; empty: TCP
  std::string host = "localhost";
  int port = 8631;
  std::string user, password; // from the URL-like form USER[:PASSWORD]@HOST:PORT; empty: none
  std::string text() const;   // for messages
};
Result<ServerAddress> find_server(const std::optional<std::string>& option);

// One connection to a server (ours, or any IPP printer), over libcups' HTTP. TLS is used when the
// server is not on this machine. One thread at a time.
class Connection {
public:
  virtual ~Connection() = default;
  // Sends a request, with a document from `document_fd` (-1: none) after it. The answer whatever
  // its status; an Error only when there is none: Errc::unreachable, timeout, malformed, denied.
  virtual Result<platen::ipp::Message> ask(const platen::ipp::Message& request,
                                           std::string_view path, int document_fd = -1) = 0;
};
Result<std::unique_ptr<Connection>> connect(const ServerAddress& address);

// The answer's error in words ("client-error-not-found: there is no printer x"), when its status is
// one.
std::optional<Error> error_of(const platen::ipp::Message& answer);

} // namespace platen::client
