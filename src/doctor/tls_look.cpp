#include "base/file.h"
#include "client/look_up.h"
#include "doctor/look.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include <netdb.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace platen::doctor {

namespace {

using Ssl = std::unique_ptr<SSL, void (*)(SSL*)>;
using Context = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

// A blocking connection whose every step ends within `patience`.
UniqueFd connected(const std::string& address, int port, std::chrono::milliseconds patience) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> one(list, &::freeaddrinfo);
  UniqueFd fd(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval time{static_cast<time_t>(patience.count() / 1000),
                     static_cast<suseconds_t>(patience.count() % 1000 * 1000)};
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) != 0 ||
      ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) != 0 ||
      ::connect(fd.get(), one->ai_addr, one->ai_addrlen) != 0)
    return {};
  return fd;
}

std::string pem_of(SSL* ssl) {
  const std::unique_ptr<X509, void (*)(X509*)> shown(SSL_get1_peer_certificate(ssl), &X509_free);
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  if (!shown || !memory || PEM_write_bio_X509(memory.get(), shown.get()) != 1) return {};
  std::string text(16'384, '\0');
  const int length = BIO_read(memory.get(), text.data(), static_cast<int>(text.size()));
  text.resize(static_cast<std::size_t>(std::max(0, length)));
  return text;
}

} // namespace

std::optional<std::int64_t> date_field(std::string_view answer) {
  for (const std::string_view name : {"\r\nDate: ", "\r\ndate: "}) {
    const std::size_t found = answer.find(name);
    if (found == answer.npos) continue;
    const std::string text(answer.substr(found + name.size(), 29));
    std::tm parts{};
    const char* const end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end != nullptr) return ::timegm(&parts);
  }
  return std::nullopt;
}

TlsLook look_over_tls(const std::string& host, int port, std::chrono::milliseconds patience) {
  TlsLook look;
  const auto addresses = client::look_up(host, patience, nullptr);
  if (!addresses) return look;
  const Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  for (const std::string& address : *addresses) {
    const UniqueFd fd = connected(address, port, patience);
    const Ssl ssl(context && fd ? SSL_new(context.get()) : nullptr, &SSL_free);
    if (!ssl || SSL_set_fd(ssl.get(), fd.get()) != 1) continue;
    std::string name = host; // SSL_set_tlsext_host_name() is a macro with a cast of C
    SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    if (SSL_connect(ssl.get()) != 1) continue;
    look.certificate = pem_of(ssl.get());
    const std::string shown = host.find(':') == host.npos ? host : "[" + host + "]";
    const std::string ask = "GET /healthz HTTP/1.1\r\nHost: " + shown + ":" + std::to_string(port) +
                            "\r\nConnection: close\r\n\r\n";
    if (SSL_write(ssl.get(), ask.data(), static_cast<int>(ask.size())) <= 0) return look;
    std::array<char, 4096> block{};
    for (int got = 0;
         look.answer.size() < 16'384 &&
         (got = SSL_read(ssl.get(), block.data(), static_cast<int>(block.size()))) > 0;)
      look.answer.append(block.data(), static_cast<std::size_t>(got));
    look.date = date_field(look.answer);
    return look;
  }
  return look;
}

} // namespace platen::doctor
