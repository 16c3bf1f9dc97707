#include "http/tls.h"

#include "base/file.h"

#include <array>
#include <cerrno>
#include <new>

#include <openssl/err.h>
#include <sys/socket.h>

namespace platen::http {

namespace {

// Of TLS 1.2; those of 1.3 are all fit. AES first only where the processor has it is OpenSSL's
// task.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL:!PSK:!SRP";

// A socket BIO of our own, as OpenSSL's writes without MSG_NOSIGNAL: a peer that has gone would end
// the program, or every program had to ignore SIGPIPE.
int socket_of(BIO* bio) {
  return *static_cast<const int*>(BIO_get_data(bio));
}

bool is_patience(int error_number) {
  return error_number == EAGAIN || error_number == EINTR;
}

int socket_write(BIO* bio, const char* bytes, int count) {
  BIO_clear_retry_flags(bio);
  const ssize_t put = ::send(socket_of(bio), bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL);
  if (put < 0 && is_patience(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(put);
}

int socket_read(BIO* bio, char* into, int room) {
  BIO_clear_retry_flags(bio);
  const ssize_t got = ::recv(socket_of(bio), into, static_cast<std::size_t>(room), 0);
  if (got < 0 && is_patience(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long socket_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// HTTP/1.1 where the client offers it; a client that offers other things alone is served all the
// same.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned offered_length, void*) {
  static constexpr std::array<unsigned char, 9> ours = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, length, ours.data(), ours.size(), offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

Result<void> use_file(int loaded, const char* what, const std::filesystem::path& path) {
  if (loaded == 1) return {};
  return fail(Errc::invalid, std::string("the ") + what + " " + path.string() +
                                 " cannot be used: " + openssl_text());
}

} // namespace

std::string openssl_text() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  if (code == 0) return "no reason given";
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
  BIO_meth_free(socket_);
}

Result<void> TlsContext::set_up() {
  context_ = SSL_CTX_new(TLS_server_method());
  socket_ = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "platen socket");
  if (context_ == nullptr || socket_ == nullptr) throw std::bad_alloc();
  BIO_meth_set_write(socket_, socket_write);
  BIO_meth_set_read(socket_, socket_read);
  BIO_meth_set_ctrl(socket_, socket_control);
  SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  SSL_CTX_set_options(context_, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                    SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context_, 1); // header and content of a record in one system call
  SSL_CTX_set_alpn_select_cb(context_, choose_protocol, nullptr);
  static constexpr std::array<unsigned char, 6> name = {'p', 'l', 'a', 't', 'e', 'n'};
  SSL_CTX_set_session_id_context(context_, name.data(), name.size());
  SSL_CTX_set_session_cache_mode(context_, SSL_SESS_CACHE_OFF); // tickets cost us no memory
  SSL_CTX_set_num_tickets(context_, 1);
  if (SSL_CTX_set_cipher_list(context_, ciphers) != 1)
    return fail(Errc::bug, "OpenSSL knows none of our ciphers: " + openssl_text());
  return {};
}

Result<std::shared_ptr<TlsContext>> TlsContext::load(const std::filesystem::path& certificate,
                                                     const std::filesystem::path& key) {
  // Opened first for the reason: OpenSSL's own is "system lib".
  TRY(const UniqueFd certificate_file, open_for_reading(certificate));
  TRY(const UniqueFd key_file, open_for_reading(key));
  std::shared_ptr<TlsContext> made(new TlsContext);
  TRY_VOID(made->set_up());
  ERR_clear_error();
  TRY_VOID(use_file(SSL_CTX_use_certificate_chain_file(made->context_, certificate.c_str()),
                    "certificate", certificate));
  // A key with a password must not ask for it on the terminal.
  SSL_CTX_set_default_passwd_cb(made->context_, [](char*, int, int, void*) { return 0; });
  const int loaded = SSL_CTX_use_PrivateKey_file(made->context_, key.c_str(), SSL_FILETYPE_PEM);
  if (loaded != 1 && ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH) {
    ERR_clear_error();
    return fail(Errc::invalid, "the key " + key.string() + " does not belong to the certificate " +
                                   certificate.string());
  }
  TRY_VOID(use_file(loaded, "key", key));
  return made;
}

TlsSession::TlsSession(std::shared_ptr<TlsContext> context, int fd)
    : context_(std::move(context)), fd_(fd) {
  ssl_ = SSL_new(context_->context_);
  BIO* bio = BIO_new(context_->socket_);
  if (ssl_ == nullptr || bio == nullptr) {
    SSL_free(ssl_);
    BIO_free(bio);
    throw std::bad_alloc();
  }
  BIO_set_data(bio, &fd_);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() {
  SSL_free(ssl_);
}

Step TlsSession::judge(int result) {
  switch (SSL_get_error(ssl_, result)) {
  case SSL_ERROR_NONE:
    return Step::done;
  case SSL_ERROR_WANT_READ:
    return Step::wants_read;
  case SSL_ERROR_WANT_WRITE:
    return Step::wants_write;
  case SSL_ERROR_ZERO_RETURN:
    return Step::closed;
  case SSL_ERROR_SYSCALL:
    why_ = "the client has broken off";
    return Step::broken;
  default:
    why_ = openssl_text();
    return Step::broken;
  }
}

Step TlsSession::handshake() {
  ERR_clear_error();
  return judge(SSL_do_handshake(ssl_));
}

Moved TlsSession::read(char* into, std::size_t room) {
  ERR_clear_error();
  Moved moved;
  moved.step = judge(SSL_read_ex(ssl_, into, room, &moved.bytes) == 1 ? 1 : 0);
  return moved;
}

Moved TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  Moved moved;
  moved.step = judge(SSL_write_ex(ssl_, bytes.data(), bytes.size(), &moved.bytes) == 1 ? 1 : 0);
  return moved;
}

void TlsSession::say_goodbye() {
  ERR_clear_error();
  if (SSL_is_init_finished(ssl_) == 1) SSL_shutdown(ssl_);
  ERR_clear_error();
}

} // namespace platen::http
