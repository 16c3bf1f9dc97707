#pragma once

#include "support.h"

#include <openssl/ssl.h>

namespace platen::http::test {

// TLS over the socket of a Client, in OpenSSL's blocking ways.
class TlsClient {
public:
  explicit TlsClient(const Client& client, int most = 0, SSL_SESSION* session = nullptr)
      : context_(SSL_CTX_new(TLS_client_method())) {
    if (most != 0) {
      SSL_CTX_set_security_level(context_, 0);
      SSL_CTX_set_min_proto_version(context_, most);
      SSL_CTX_set_max_proto_version(context_, most);
    }
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, client.fd());
    if (session != nullptr) SSL_set_session(ssl_, session);
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  SSL* ssl() { return ssl_; }
  bool send(std::string_view bytes) {
    return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) ==
           static_cast<int>(bytes.size());
  }
  // Until `end` has come, or the server closes.
  std::string receive_until(std::string_view end) {
    std::string all;
    std::vector<char> block(65536);
    while (!all.ends_with(end)) {
      const int got = SSL_read(ssl_, block.data(), static_cast<int>(block.size()));
      if (got <= 0) break;
      all.append(block.data(), static_cast<std::size_t>(got));
    }
    return all;
  }
  // By which a server's certificates are told apart.
  std::string serial() {
    X509* const certificate = SSL_get1_peer_certificate(ssl_);
    BIGNUM* const number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
    char* const text = BN_bn2hex(number);
    std::string copy = text;
    OPENSSL_free(text);
    BN_free(number);
    X509_free(certificate);
    return copy;
  }

private:
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

} // namespace platen::http::test
