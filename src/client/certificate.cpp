#include "client/certificate.h"

#include <memory>

#include <cups/cups.h>

namespace platen::client {

namespace {

struct FreeCredentials {
  void operator()(cups_array_t* list) const { httpFreeCredentials(list); }
};
using Credentials = std::unique_ptr<cups_array_t, FreeCredentials>;

} // namespace

Result<void> check_certificate(http_t* http, const std::string& host) {
  cups_array_t* raw = nullptr;
  if (httpCopyCredentials(http, &raw) != 0 || raw == nullptr)
    return fail(Errc::denied, host + " shows no certificate");
  const Credentials shown(raw);
  raw = nullptr;
  httpLoadCredentials(nullptr, &raw, host.c_str());
  const Credentials known(raw);
  if (known && httpCompareCredentials(shown.get(), known.get()) != 0) return {};

  const http_trust_t trust = httpCredentialsGetTrust(shown.get(), host.c_str());
  if (trust != HTTP_TRUST_OK && trust != HTTP_TRUST_RENEWED)
    return fail(Errc::denied, "the certificate of " + host + " is not the one it had before (" +
                                  cupsLastErrorString() +
                                  "); if that is right, remove ~/.cups/ssl/" + host + ".crt");
  httpSaveCredentials(nullptr, shown.get(),
                      host.c_str()); // without a home folder: asked anew each time
  return {};
}

} // namespace platen::client
