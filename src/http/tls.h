#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace platen::http {

// A certificate with its key, ready to serve: TLS 1.2 and later, forward secrecy alone, resumption
// by tickets. Shared by the connections that began with it; a new certificate is a new context.
class TlsContext {
public:
  // Errc::denied: a file is not readable; Errc::invalid: no PEM, or a key of another certificate.
  static Result<std::shared_ptr<TlsContext>> load(const std::filesystem::path& certificate,
                                                  const std::filesystem::path& key);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

private:
  friend class TlsSession;
  TlsContext() = default;
  Result<void> set_up();
  SSL_CTX* context_ = nullptr;
  BIO_METHOD* socket_ = nullptr;
};

// What a call on a socket that never blocks came to.
enum class Step {
  done,
  wants_read,  // again, when something has come
  wants_write, // again, when there is room
  closed,      // the peer has ended its side
  broken,      // reset, or not TLS
};
struct Moved {
  Step step = Step::done;
  std::size_t bytes = 0;
};

// TLS over a non-blocking socket that it does not own. OpenSSL works on the socket itself rather
// than through asio::ssl::stream: that keeps two buffers of 17 kB for each connection, idle or not.
class TlsSession {
public:
  TlsSession(std::shared_ptr<TlsContext> context, int fd); // throws std::bad_alloc
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  Step handshake();
  Moved read(char* into, std::size_t room);
  Moved write(std::string_view bytes);
  void say_goodbye();                           // close_notify, if there is room for it
  std::string_view why() const { return why_; } // of the last Step::broken, for logs

private:
  Step judge(int result);
  std::shared_ptr<TlsContext> context_;
  int fd_; // the BIO looks here
  SSL* ssl_ = nullptr;
  std::string why_;
};

// The newest complaint of OpenSSL on this thread, in its words; empties its list.
std::string openssl_text();

} // namespace platen::http
