#pragma once

#include "base/bytes.h"
#include "base/result.h"

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
  bool loopback = false;                  // nothing left this machine: 127.0.0.0/8, ::1, the socket
  bool encrypted = false;                 // TLS
};

// One request's line and header, checked and bounded by the server: printable ASCII throughout, a
// Host that is ours, no Origin that is not ours unless the method is GET or HEAD.
struct Head {
  std::string method; // "GET", "POST", ...
  std::string path;   // percent-decoded UTF-8, no "." or ".." segments, begins with "/"
  std::string query;  // as sent, without "?"
  std::string host;   // Host as sent: name[:port]; empty only from HTTP/1.0 clients
  std::vector<std::pair<std::string, std::string>> fields; // names in lower case, in their order
  std::optional<std::uint64_t> content_length;
  Peer peer;

  std::string_view field(std::string_view lower_case_name) const; // empty: not there
};
// Gives back the memory of fields that nobody asks for any more.
inline void drop_fields(Head& head) {
  decltype(head.fields)().swap(head.fields);
}

// A body that is made while it is sent: pages of a scan, events, downloads.
class BodySource {
public:
  // One piece, of any size; empty: the end; an Error: the connection breaks off, so that the client
  // sees that something is missing. Exactly once for each next(), from any thread.
  using Give = std::function<void(Result<std::string>)>;
  // The client has gone if the end was not told: a late Give is harmless.
  virtual ~BodySource() = default;
  // Called again only when the former piece has been taken by the network: that is the
  // back-pressure.
  virtual void next(Give give) = 0;
};

// A whole answer. The body is shared, so that a cached one costs no copy.
struct Response {
  int status = 200;
  std::string content_type;
  std::shared_ptr<const std::string> body; // null: empty
  // Instead of `body`: sent in chunks, or as it comes if `source_length` says how long it is.
  std::shared_ptr<BodySource> source;
  std::optional<std::uint64_t> source_length;
  // Without Date, Server, Connection, Content-Length and Transfer-Encoding: those are the server's.
  std::vector<std::pair<std::string, std::string>> fields;
  bool close = false; // the connection ends after it
};
// The status of an error, where a protocol does not say otherwise.
int status_of(Errc code);
Response text_response(int status, std::string text);
// 503, with the time after which the client may try again; the connection ends.
Response busy_response(std::string text);

// Exactly once, from any thread, also from within finish(). If it is dropped uncalled, the client
// gets 500; called after the server has ended, it does nothing.
using Respond = std::function<void(Response)>;

// One request under way. Calls come one after another, never two at once; the destructor without
// finish() means that the client went away or sent a broken body. Lives until the response came.
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
  // `head` is not there for longer: an exchange keeps what it needs.
  virtual std::variant<Response, std::unique_ptr<Exchange>> begin(const Head& head) = 0;
};

} // namespace platen::http
