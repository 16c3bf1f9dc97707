#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace platen::http {

// Who is at the other end of a connection.
struct Peer {
  std::string address;                    // "192.0.2.7", "2001:db8::1"; empty on the Unix socket
  std::optional<std::uint32_t> local_uid; // of the peer on the Unix socket (SO_PEERCRED)
  bool loopback = false;
  bool encrypted = false; // TLS
};

// One request's line and header, checked and bounded by the server.
struct Head {
  std::string method; // "GET", "POST", ...
  std::string path;   // percent-decoded, no "." or ".." segments, begins with "/"
  std::string query;  // as sent, without "?"
  std::string host;   // Host as sent: name[:port]
  std::vector<std::pair<std::string, std::string>> fields; // names in lower case, in their order
  std::optional<std::uint64_t> content_length;
  Peer peer;

  std::string_view field(std::string_view lower_case_name) const; // empty: not there
};

// A whole answer. The body is shared, so that a cached one costs no copy.
struct Response {
  int status = 200;
  std::string content_type;
  std::shared_ptr<const std::string> body; // null: empty
  std::vector<std::pair<std::string, std::string>> fields;
  bool close = false; // the connection ends after it
};
Response text_response(int status, std::string text);

using Respond = std::function<void(Response)>; // exactly once, from any thread

// One request under way. Calls come one after another, never two at once; the destructor without
// finish() means that the client went away or sent a broken body.
class Exchange {
public:
  virtual ~Exchange() = default;
  // The next piece of the body; the client is not read from meanwhile, which is the back-pressure.
  // A response ends the request early: what is left of the body is drained within a bound, or the
  // connection closed.
  virtual std::optional<Response> body(Bytes piece) = 0;
  // The body is whole.
  virtual void finish(Respond respond) = 0;
};

// Called on the server's threads, several at a time.
class Handler {
public:
  virtual ~Handler() = default;
  // Before the body is read (and before "100 Continue" is sent): answer at once, or take the body.
  virtual std::variant<Response, std::unique_ptr<Exchange>> begin(const Head& head) = 0;
};

} // namespace platen::http
