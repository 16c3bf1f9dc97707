#include "device/stream.h"

#include "transport/connect.h"

#include <algorithm>
#include <cerrno>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Waits for a socket until a deadline, and looks for a cancellation meanwhile.
class Wait {
public:
  Wait(std::string where, Clock::time_point until, const Cancel& cancel)
      : where_(std::move(where)), until_(until), cancel_(cancel) {}

  Result<void> for_events(int fd, short events) const {
    for (;;) {
      if (cancel_.requested()) return fail(Errc::cancelled, where_ + ": cancelled");
      const auto left = std::chrono::ceil<milliseconds>(until_ - Clock::now());
      if (left <= milliseconds{0}) return fail(Errc::timeout, where_ + " does not answer");
      pollfd entry{fd, events, 0};
      const auto pause = std::min(left, transport::cancel_interval);
      const int ready = ::poll(&entry, 1, static_cast<int>(pause.count()));
      if (ready < 0 && errno != EINTR) return broken(errno_text(errno));
      if (ready > 0) return {};
    }
  }
  Failure broken(const std::string& why) const {
    return fail(Errc::io, where_ + ": the connection broke: " + why);
  }
  const std::string& where() const { return where_; }

private:
  std::string where_;
  Clock::time_point until_;
  const Cancel& cancel_;
};

class PlainStream final : public Stream {
public:
  PlainStream(UniqueFd fd, Wait wait) : fd_(std::move(fd)), wait_(std::move(wait)) {}

  Result<void> write(Bytes bytes) override {
    while (!bytes.empty()) {
      const ssize_t put = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (put >= 0)
        bytes = bytes.subspan(static_cast<std::size_t>(put));
      else if (errno == EAGAIN)
        TRY_VOID(wait_.for_events(fd_.get(), POLLOUT));
      else if (errno != EINTR)
        return wait_.broken(errno_text(errno));
    }
    return {};
  }
  Result<std::size_t> read(std::span<std::byte> into) override {
    for (;;) {
      const ssize_t got = ::recv(fd_.get(), into.data(), into.size(), 0);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EAGAIN)
        TRY_VOID(wait_.for_events(fd_.get(), POLLIN));
      else if (errno != EINTR)
        return wait_.broken(errno_text(errno));
    }
  }

private:
  const UniqueFd fd_;
  const Wait wait_;
};

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsStream final : public Stream {
public:
  TlsStream(UniqueFd fd, Wait wait) : fd_(std::move(fd)), wait_(std::move(wait)) {}

  // The name goes into the greeting even where it is an address: a printer was seen to choose its
  // certificate by that (docs/protocols/chmp.md §3).
  Result<void> begin(const std::string& host) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (context_) SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
    ssl_.reset(context_ ? SSL_new(context_.get()) : nullptr);
    // As the macro SSL_set_tlsext_host_name does, without its cast.
    const auto name_it = [&] {
      return SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                      const_cast<char*>(host.c_str()));
    };
    if (!ssl_ || SSL_set_fd(ssl_.get(), fd_.get()) != 1 || name_it() != 1)
      return fail(Errc::limit, wait_.where() + ": TLS cannot begin");
    return repeat([this] { return SSL_connect(ssl_.get()); }).map([](int) {});
  }

  Result<void> write(Bytes bytes) override {
    while (!bytes.empty()) {
      const auto size = static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 14));
      TRY(const int put, repeat([&] { return SSL_write(ssl_.get(), bytes.data(), size); }));
      if (put == 0) return wait_.broken("it is closed");
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return {};
  }
  Result<std::size_t> read(std::span<std::byte> into) override {
    const auto size = static_cast<int>(std::min<std::size_t>(into.size(), 1 << 14));
    TRY(const int got, repeat([&] { return SSL_read(ssl_.get(), into.data(), size); }));
    return static_cast<std::size_t>(got);
  }

private:
  // The result of a call that may want to read or write first; 0: the peer has closed its side.
  template<class Call> Result<int> repeat(Call call) {
    for (;;) {
      ERR_clear_error();
      errno = 0;
      const int result = call();
      if (result > 0) return result;
      switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        TRY_VOID(wait_.for_events(fd_.get(), POLLIN));
        break;
      case SSL_ERROR_WANT_WRITE:
        TRY_VOID(wait_.for_events(fd_.get(), POLLOUT));
        break;
      case SSL_ERROR_ZERO_RETURN:
        return 0;
      default:
        return wait_.broken(errno != 0 ? errno_text(errno) : "it does not speak TLS as we do");
      }
    }
  }

  const UniqueFd fd_;
  const Wait wait_;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

} // namespace

Result<std::unique_ptr<Stream>> open_stream(const transport::SocketAddress& address, bool tls,
                                            Clock::time_point until, const Cancel& cancel) {
  const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
  TRY(UniqueFd fd, transport::connect_to(address, std::max(left, milliseconds{0}), cancel));
  Wait wait(transport::to_string(address), until, cancel);
  if (!tls) return std::make_unique<PlainStream>(std::move(fd), std::move(wait));
  auto stream = std::make_unique<TlsStream>(std::move(fd), std::move(wait));
  TRY_VOID(stream->begin(address.host));
  return std::unique_ptr<Stream>(std::move(stream));
}

} // namespace platen::device
