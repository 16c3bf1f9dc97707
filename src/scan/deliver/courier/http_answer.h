#pragma once

#include "scan/deliver/courier/curl_session.h"

namespace platen::scan::courier {

// Login of a request by HTTP: Basic with a password, Bearer with a token, or none.
void set_http_login(CurlSession& curl, const DeliveryRequest& request);

// What an answer of 300 or more means (RFC 9110, section 15; RFC 4918, section 11; RFC 6585).
Failure http_failure(const CurlSession& curl, const std::string& doing);

} // namespace platen::scan::courier
