#include "scan/deliver/courier/courier.h"
#include "scan/deliver/courier/http_answer.h"
#include "scan/deliver/courier/net_guard.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace platen::scan::courier {

namespace {

constexpr std::size_t most_answer = 64U << 10; // that is read, and thrown away
constexpr long most_seconds = 30;              // for all of it

std::string hex_hmac(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  ::HMAC(::EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < length; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

// Looks at the address that is really connected to, whatever its name was said to be a moment ago.
struct Guard {
  bool inner = false; // may be connected to
  std::string refused;

  static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* address) {
    auto& guard = *static_cast<Guard*>(self);
    if (!guard.inner && is_inner_address(address->addr, address->addrlen)) {
      guard.refused = in_words(address->addr);
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
};

Failure refused(const CurlSession& curl, const std::string& address) {
  return fail(
      Errc::denied,
      "nothing is sent to " + curl.address().host + " (" + address +
          "): it is this machine, its link or a service for machines; where that is wanted, "
          "name the host under webhook-hosts in [monitoring] of platen.toml");
}

} // namespace

// The key (draft-ietf-httpapi-idempotency-key-header) is the same in each try.
Result<std::string> call_webhook(const DeliveryRequest& request, Reporter& reporter) {
  TRY(const auto curl, CurlSession::open(request, reporter));
  const std::string& body = request.destination.text;
  curl->begin(
      curl->url(curl->address().path.empty() ? "/" : curl->address().path, curl->address().scheme));
  Guard guard{request.destination.inner, {}};
  curl->set(CURLOPT_OPENSOCKETFUNCTION, &Guard::open);
  curl->set(CURLOPT_OPENSOCKETDATA, &guard);
  curl->set(CURLOPT_TIMEOUT, most_seconds);
  CurlTexts header;
  header.add("Content-Type: application/json");
  header.add("User-Agent: platen");
  header.add("Expect:");
  header.add("Idempotency-Key: \"" + request.attempt.id + "\"");
  if (!request.attempt.secret.empty())
    header.add("X-Platen-Signature: sha256=" + hex_hmac(request.attempt.secret, body));
  curl->set(CURLOPT_HTTPHEADER, header.get());
  curl->set(CURLOPT_POST, 1L);
  curl->set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl->set(CURLOPT_POSTFIELDS, body.c_str());
  curl->on_all_sent([&] { reporter.all_sent(); });
  std::size_t answered = 0;
  curl->take_body([&](Bytes bytes) { return (answered += bytes.size()) <= most_answer; });
  const CURLcode result = curl->perform();
  if (!guard.refused.empty() && curl->code() == 0) return refused(*curl, guard.refused);
  if (curl->code() >= 200) reporter.answered();
  if (result != CURLE_OK && curl->code() < 200)
    return curl->failure(result, "cannot send the message");
  if (curl->code() / 100 != 2) return http_failure(*curl, "cannot send the message");
  return std::string();
}

} // namespace platen::scan::courier
