#pragma once

#include "base/bytes.h"
#include "base/cancel.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace platen::client {

enum class Tls : std::uint8_t { when_asked, always }; // when_asked: on "426 Upgrade Required" only

struct LinkOptions {
  std::string host; // name, address without brackets, or the path of a Unix socket
  int port = 0;
  Tls tls = Tls::when_asked;
  bool remember_certificate = false; // trust on first use, as CUPS' clients do; false: any is taken
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds stall{60'000}; // nothing sent or heard for so long
  std::chrono::milliseconds whole{0};      // of the connection's life; 0: no bound
  const Cancel* cancel = nullptr;          // may be null
  std::string text() const;                // "HOST port PORT", for messages
};

// One HTTP request under way on one connection, through libcups. One thread at a time.
class HttpLink {
public:
  struct Answer {
    int status = 0;
    std::string content_type;
    std::string body;
  };
  struct Post {
    std::string path; // and query, as they are: what may not stand in a URI is encoded
    std::string type;
    std::string authorization;           // value of the field; empty: none
    std::optional<std::uint64_t> length; // nothing: chunked
    bool ask_first = false;              // Expect: 100-continue
    std::string_view method = "POST";    // or GET, PUT, DELETE; GET and DELETE have no body
  };

  virtual ~HttpLink() = default;
  // True while another request may follow on this connection.
  virtual bool usable() const = 0;
  virtual Result<void> begin(const Post& post) = 0;
  // False: the peer has answered before it was asked for everything; nothing more need be written.
  virtual Result<bool> write(Bytes bytes) = 0;
  // Ends the body and waits for the answer, whose body may have at most `bound` bytes.
  virtual Result<Answer> finish(std::size_t bound) = 0;
  // The same, with the body of a 200 in `into`, however long it is; an error of that is given back.
  virtual Result<Answer> finish_into(ByteSink& into, std::size_t bound) = 0;
};

// Errc::unreachable (also after the deadline), cancelled, denied (a certificate that has changed).
Result<std::unique_ptr<HttpLink>> open_link(const LinkOptions& options);

} // namespace platen::client
