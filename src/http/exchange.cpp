#include "http/exchange.h"

#include "base/limits.h"

namespace platen::http {

std::string_view Head::field(std::string_view lower_case_name) const {
  for (const auto& [name, value] : fields)
    if (name == lower_case_name) return value;
  return {};
}

int status_of(Errc code) {
  switch (code) {
  case Errc::malformed:
  case Errc::invalid:
    return 400;
  case Errc::denied:
    return 403;
  case Errc::not_found:
    return 404;
  case Errc::conflict:
    return 409;
  case Errc::limit:
    return 413;
  case Errc::unsupported:
    return 501;
  case Errc::busy:
  case Errc::unreachable:
  case Errc::timeout:
  case Errc::cancelled:
    return 503;
  case Errc::io:
  case Errc::bug:
    return 500;
  }
  return 500;
}

Response text_response(int status, std::string text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  text += '\n';
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

Response busy_response(std::string text) {
  Response response = text_response(503, std::move(text));
  response.fields.emplace_back("Retry-After", std::to_string(limits::http_retry.count()));
  response.close = true;
  return response;
}

} // namespace platen::http
