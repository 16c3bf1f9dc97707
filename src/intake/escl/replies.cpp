#include "intake/escl/replies.h"

namespace platen::intake::escl {

namespace {

constexpr int retry_seconds = 5;

} // namespace

// A setting that the scanner does not have is a fault of the request (501 would be one of the whole
// service), and a cancelled job is gone.
int status_of(Errc code) {
  if (code == Errc::unsupported) return 400;
  if (code == Errc::cancelled) return 410;
  return http::status_of(code);
}

http::Response error_reply(const Error& error) {
  if (const int status = status_of(error.code); status != 503)
    return http::text_response(status, error.message());
  return later_reply(error.message(), retry_seconds);
}

http::Response later_reply(std::string text, int seconds) {
  auto response = http::text_response(503, std::move(text));
  response.fields.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

http::Response xml_reply(std::string document) {
  http::Response response;
  response.content_type = "text/xml";
  response.body = std::make_shared<const std::string>(std::move(document));
  response.fields.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response created_reply(std::string location) {
  http::Response response;
  response.status = 201;
  response.fields.emplace_back("Location", std::move(location));
  response.fields.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response not_allowed_reply(std::string_view methods) {
  auto response =
      http::text_response(405, "Only " + std::string(methods) + " can be done with this.");
  response.fields.emplace_back("Allow", std::string(methods));
  return response;
}

} // namespace platen::intake::escl
