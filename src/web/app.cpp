#include "web/app.h"

#include "web/assets.h"

#include <algorithm>

namespace platen::web {

namespace {

constexpr std::string_view folder = "/app/";

// Nothing from elsewhere, no script or style within a page; blob: for pictures that are previews
// and for files that a person is about to print.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

// "gzip, deflate, br;q=1.0": whether a browser takes that coding.
bool takes(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    std::string_view one = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), one.size() + 1));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.starts_with(coding) && one.substr(coding.size()).find_first_not_of(' ') == one.npos)
      return true;
    if (one.starts_with(coding) && one.substr(coding.size()).starts_with(";q="))
      return one.find_first_of("123456789", coding.size()) != one.npos; // not q=0
  }
  return false;
}

Coding best_coding(const http::Head& head) {
  const std::string_view accepted = head.field("accept-encoding");
  if (takes(accepted, "br")) return Coding::brotli;
  return takes(accepted, "gzip") ? Coding::gzip : Coding::none;
}

http::Response response_of(const Asset& asset, const http::Head& head) {
  http::Response response;
  response.content_type = asset.media_type;
  response.fields = page_fields();
  response.fields.emplace_back("ETag", asset.etag);
  response.fields.emplace_back("Cache-Control", "no-cache"); // asked for again, and rarely sent
  response.fields.emplace_back("Vary", "Accept-Encoding");
  // The weak comparison: whoever is in between may have taken the mark away.
  const std::string_view mark = std::string_view(asset.etag).substr(std::string_view("W/").size());
  if (head.field("if-none-match").find(mark) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.body = asset.content;
  if (asset.coding != Coding::none)
    response.fields.emplace_back("Content-Encoding", asset.coding == Coding::gzip ? "gzip" : "br");
  return response;
}

} // namespace

std::vector<std::pair<std::string, std::string>> page_fields() {
  return {{"Content-Security-Policy", std::string(policy)},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Permissions-Policy", "camera=(self), microphone=(), geolocation=()"}};
}

bool App::serves(const http::Head& head) {
  return (head.path == "/" && head.method != "POST") || head.path.starts_with(folder);
}

std::variant<http::Response, std::unique_ptr<http::Exchange>> App::begin(const http::Head& head) {
  if (head.method != "GET" && head.method != "HEAD") {
    auto response = http::text_response(405, "the files of the app are only read\n");
    response.fields.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const Asset* const asset = find_asset(
      head.path == "/" ? "index.html" : head.path.substr(folder.size()), best_coding(head));
  if (asset == nullptr) return http::text_response(404, "there is nothing at " + head.path + "\n");
  return response_of(*asset, head);
}

} // namespace platen::web
