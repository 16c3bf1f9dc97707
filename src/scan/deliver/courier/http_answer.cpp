#include "scan/deliver/courier/http_answer.h"

namespace platen::scan::courier {

void set_http_login(CurlSession& curl, const DeliveryRequest& request) {
  const Destination& to = request.destination;
  if (to.login == "none") return;
  if (to.login == "xoauth2") {
    curl.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
    curl.set(CURLOPT_XOAUTH2_BEARER, request.attempt.secret.c_str());
    return;
  }
  curl.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  curl.set(CURLOPT_USERNAME, to.user.c_str());
  curl.set(CURLOPT_PASSWORD, request.attempt.secret.c_str());
}

Failure http_failure(const CurlSession& curl, const std::string& doing) {
  const long code = curl.code();
  const std::string said = doing + ": " + curl.address().host + " answers " + std::to_string(code);
  switch (code) {
  case 401:
    return fail(Errc::denied, said + " and so refuses the login of \"" + curl.user() +
                                  "\"; check user and password");
  case 403:
    return fail(Errc::denied, said + " (not permitted); check what this user may do there");
  case 404:
  case 410:
    return fail(Errc::not_found, said + " (not there); check the address");
  case 409:
    return fail(Errc::conflict, said + " (the folder is not there)");
  case 413:
    return fail(Errc::limit, said + " (too large); scan at a lower resolution, or let the files "
                                    "be split");
  case 408:
  case 423: // locked
  case 425:
  case 429:
    return fail(Errc::busy, said + " (later); it is tried again");
  case 507:
    return fail(Errc::io, said + " (no room); it is tried again");
  default:
    break;
  }
  if (code >= 500) return fail(Errc::io, said + " (its own fault); it is tried again");
  if (code >= 300 && code < 400)
    return fail(Errc::invalid, said + " (it is somewhere else); give the address that it leads to");
  return fail(Errc::invalid, said);
}

} // namespace platen::scan::courier
