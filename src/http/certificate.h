#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace platen::http {

using CalendarTime = std::chrono::system_clock::time_point;

// Apple's systems take no server certificate that is valid for more than 825 days.
inline constexpr std::chrono::hours certificate_life{820 * 24};
inline constexpr std::chrono::hours certificate_renewal{30 * 24}; // before its end

struct PemPair {
  std::string certificate, key;
};

// A self-signed certificate (ECDSA, P-256) for `names`, host names and IP addresses mixed, that
// carries our mark. With `old_key` (PEM) it is made for that key, so that clients which remember
// the key keep their trust; if it does not fit, Errc::invalid. Randomness is OpenSSL's.
Result<PemPair> make_self_signed(const std::vector<std::string>& names, CalendarTime now,
                                 std::string_view old_key = {});

// What can be read from a certificate in PEM; Errc::invalid if it is none.
struct CertificateFacts {
  bool self_made = false; // carries our mark
  CalendarTime ends;
  std::vector<std::string> missing; // of the names asked about
};
Result<CertificateFacts> read_certificate(std::string_view pem,
                                          const std::vector<std::string>& names);

// The same and more, for people.
struct CertificateDescription {
  bool self_made = false;
  std::string subject, issuer;    // RFC 2253
  std::vector<std::string> names; // hosts and addresses that it is for
  CalendarTime begins, ends;
  std::string fingerprint; // SHA-256, "AB:CD:..."
};
Result<CertificateDescription> describe_certificate(std::string_view pem);

} // namespace platen::http
