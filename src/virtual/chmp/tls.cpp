#include "virtual/chmp/tls.h"

#include <array>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace platen::twin::chmp {

namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

Certificate self_signed(EVP_PKEY* key) {
  constexpr long a_year = 365L * 24 * 3600;
  Certificate made(X509_new());
  if (!made) return nullptr;
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), a_year);
  X509_set_pubkey(made.get(), key);
  X509_NAME* const name = X509_get_subject_name(made.get());
  const auto* const text = reinterpret_cast<const unsigned char*>("platen twin");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  return X509_sign(made.get(), key, EVP_sha256()) > 0 ? std::move(made) : nullptr;
}

class TlsSession final : public TlsIdentity::Session {
public:
  TlsSession(SSL_CTX* context, ByteSource& in, ByteSink& out)
      : ssl_(SSL_new(context)), in_(in), out_(out) {
    if (!ssl_) return;
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl_.get());
  }

  Result<std::size_t> read(std::span<std::byte> into) override {
    std::size_t got = 0;
    TRY_VOID(run([&] { return SSL_read_ex(ssl_.get(), into.data(), into.size(), &got); }));
    return got;
  }
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    std::size_t put = 0;
    return run([&] { return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put); });
  }

private:
  // Until the call has done its work, or the client is gone.
  template<class Call> Result<void> run(Call call) {
    if (!ssl_) return fail(Errc::limit, "TLS cannot begin");
    for (;;) {
      ERR_clear_error();
      const int done = call();
      const int error = SSL_get_error(ssl_.get(), done);
      TRY_VOID(flush());
      if (done > 0 || error == SSL_ERROR_ZERO_RETURN) return {};
      if (error != SSL_ERROR_WANT_READ) return fail(Errc::malformed, "TLS failed");
      std::array<std::byte, 8192> block{};
      TRY(const std::size_t got, in_.read(block));
      if (got == 0) return fail(Errc::io, "the client went away");
      BIO_write(SSL_get_rbio(ssl_.get()), block.data(), static_cast<int>(got));
    }
  }
  Result<void> flush() {
    std::array<std::byte, 8192> block{};
    for (;;) {
      const int got =
          BIO_read(SSL_get_wbio(ssl_.get()), block.data(), static_cast<int>(block.size()));
      if (got <= 0) return {};
      TRY_VOID(out_.write(Bytes(block).first(static_cast<std::size_t>(got))));
    }
  }

  const std::unique_ptr<SSL, Free> ssl_;
  ByteSource& in_;
  ByteSink& out_;
};

} // namespace

struct TlsIdentity::Inside {
  std::unique_ptr<SSL_CTX, Free> context;
};

TlsIdentity::TlsIdentity(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
TlsIdentity::~TlsIdentity() = default;

Result<std::unique_ptr<TlsIdentity>> TlsIdentity::make() {
  auto inside = std::make_unique<Inside>();
  inside->context.reset(SSL_CTX_new(TLS_server_method()));
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = key ? self_signed(key.get()) : nullptr;
  if (!inside->context || !certificate ||
      SSL_CTX_use_certificate(inside->context.get(), certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(inside->context.get(), key.get()) != 1)
    return fail(Errc::io, "the virtual device cannot make a certificate");
  return std::unique_ptr<TlsIdentity>(new TlsIdentity(std::move(inside)));
}

std::unique_ptr<TlsIdentity::Session> TlsIdentity::session(ByteSource& in, ByteSink& out) const {
  return std::make_unique<TlsSession>(inside_->context.get(), in, out);
}

} // namespace platen::twin::chmp
