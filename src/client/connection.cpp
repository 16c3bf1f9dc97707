#include "client/connection.h"

#include "base/file.h"
#include "base/limits.h"
#include "client/login.h"

#include <cerrno>

#include <cups/cups.h>
#include <unistd.h>

namespace platen::client {

namespace {

using platen::ipp::Message;

class CupsConnection final : public Connection {
public:
  CupsConnection(std::unique_ptr<HttpLink> link, LinkOptions link_options, ServerAddress address,
                 ConnectOptions options)
      : link_(std::move(link)), link_options_(std::move(link_options)),
        address_(std::move(address)), options_(std::move(options)) {
    authorization_ = options_.authorization;
    if (authorization_.empty() && !address_.password.empty())
      authorization_ = basic_authorization({address_.user, address_.password});
  }

  Result<Message> ask(const Message& request, std::string_view path, int document_fd) override {
    const off_t start = document_fd < 0 ? 0 : ::lseek(document_fd, 0, SEEK_CUR);
    for (bool again = false;; again = true) {
      // Whoever may refuse says so before a document is on its way, which might not be read twice.
      TRY(const bool wanted,
          begin_post(request, path, document_fd >= 0, options_.log_in && document_fd >= 0));
      bool sent = false;
      if (document_fd >= 0 && wanted) TRY_VOID(send_file(document_fd, sent));
      TRY(const HttpLink::Answer answer, link_->finish(limits::ipp_bytes));
      if (again || !wants_another_try(answer)) return read(answer);
      if (sent && (start < 0 || ::lseek(document_fd, start, SEEK_SET) < 0)) return read(answer);
      TRY_VOID(prepare_another_try(answer));
    }
  }

  Result<void> begin(const Message& request, std::string_view path) override {
    TRY([[maybe_unused]] const bool wanted, begin_post(request, path, true, false));
    return {};
  }

  Result<void> write(Bytes document) override {
    TRY([[maybe_unused]] const bool wanted, link_->write(document));
    return {};
  }

  Result<Message> finish() override {
    TRY(const HttpLink::Answer answer, link_->finish(limits::ipp_bytes));
    return read(answer);
  }

private:
  // False: the peer has answered already and wants no document.
  Result<bool> begin_post(const Message& request, std::string_view path, bool document,
                          bool ask_first) {
    if (!link_->usable()) {
      TRY(link_, open_link(link_options_));
    }
    path_ = path;
    const std::string bytes = request.encode();
    HttpLink::Post post{path_, "application/ipp", authorization_, std::nullopt, ask_first};
    if (!document) post.length = bytes.size();
    TRY_VOID(link_->begin(post));
    return link_->write(as_bytes(bytes));
  }

  Result<void> send_file(int fd, bool& sent) {
    Buffer block(65'536);
    for (;;) {
      const ssize_t got = ::read(fd, block.data(), block.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Errc::io, "the document cannot be read: " + errno_text(errno));
      if (got == 0) return {};
      sent = true;
      TRY(const bool wanted, link_->write(Bytes(block).first(static_cast<std::size_t>(got))));
      if (!wanted) return {};
    }
  }

  bool wants_another_try(const HttpLink::Answer& answer) const {
    return (answer.status == HTTP_STATUS_UNAUTHORIZED && authorization_.empty() &&
            options_.log_in) ||
           (answer.status == HTTP_STATUS_UPGRADE_REQUIRED && link_options_.tls != Tls::always);
  }

  Result<void> prepare_another_try(const HttpLink::Answer& answer) {
    if (answer.status == HTTP_STATUS_UPGRADE_REQUIRED) {
      link_options_.tls = Tls::always;
      TRY(link_, open_link(link_options_));
      return {};
    }
    TRY(const Login login, options_.log_in());
    authorization_ = basic_authorization(login);
    return {};
  }

  Result<Message> read(const HttpLink::Answer& answer) const {
    const std::string who = address_.text();
    switch (answer.status) {
    case HTTP_STATUS_OK:
      break;
    case HTTP_STATUS_UNAUTHORIZED:
      return fail(Errc::denied, authorization_.empty() ? who + " wants a user and a password"
                                : authorization_.starts_with("Bearer ")
                                    ? who + " does not accept the token in PLATEN_TOKEN"
                                    : who + " does not accept this user and password");
    case HTTP_STATUS_FORBIDDEN:
      return fail(Errc::denied, who + " refuses: you are not allowed to do that");
    case HTTP_STATUS_NOT_FOUND:
      return fail(Errc::not_found, who + " has nothing at " + path_);
    case HTTP_STATUS_SERVICE_UNAVAILABLE:
      return fail(Errc::busy, who + " is busy: try again later");
    default:
      return fail(Errc::malformed, who + " answers with HTTP status " +
                                       std::to_string(answer.status) + " to a request at " + path_);
    }
    if (answer.content_type != "application/ipp")
      return fail(Errc::malformed, who + " answers at " + path_ + ", but not with IPP");
    auto message = Message::parse(as_bytes(answer.body));
    if (!message) return fail_within("the answer of " + who, std::move(message).error());
    return message;
  }

  std::unique_ptr<HttpLink> link_;
  LinkOptions link_options_;
  ServerAddress address_;
  ConnectOptions options_;
  std::string authorization_; // holds the password: never in a message
  std::string path_;          // of the request under way
};

Failure nobody(const ServerAddress& address, Error error) {
  for (const std::string& path : address.tried)
    error.what += "; nobody listens at " + path;
  error.what += "; start a server with \"platen server\" or name one with --server";
  return Failure(std::move(error));
}

} // namespace

Result<std::unique_ptr<Connection>> connect(const ServerAddress& address, ConnectOptions options) {
  LinkOptions link{address.socket.empty() ? address.host : address.socket,
                   address.port,
                   options.tls,
                   options.remember_certificate,
                   options.connect,
                   options.stall,
                   options.whole,
                   options.cancel};
  TRY(auto opened, open_link(link));
  return std::make_unique<CupsConnection>(std::move(opened), std::move(link), address,
                                          std::move(options));
}

Result<std::unique_ptr<Connection>> connect(const ServerAddress& address) {
  ConnectOptions options;
  if (!address.on_this_machine()) {
    options.tls = Tls::always;
    options.remember_certificate = true;
  }
  TRY(options.authorization, token_authorization());
  options.log_in = [address] { return find_login(address); };
  auto connection = connect(address, std::move(options));
  if (!connection && connection.error().code == Errc::unreachable)
    return nobody(address, std::move(connection).error());
  return connection;
}

} // namespace platen::client
