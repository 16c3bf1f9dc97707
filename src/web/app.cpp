#include "web/app.h"

#include "web/assets.h"

namespace platen::web {

namespace {

constexpr std::string_view folder = "/app/";

// Nothing from elsewhere, no script or style within a page; blob: for pictures that are previews
// and for files that a person is about to print.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

bool takes_gzip(const http::Head& head) {
  return head.field("accept-encoding").find("gzip") != std::string_view::npos;
}

http::Response response_of(const Asset& asset, const http::Head& head) {
  http::Response response;
  response.content_type = asset.media_type;
  response.fields = page_fields();
  response.fields.emplace_back("ETag", asset.etag);
  response.fields.emplace_back("Cache-Control", "no-cache"); // asked for again, and rarely sent
  response.fields.emplace_back("Vary", "Accept-Encoding");
  if (head.field("if-none-match").find(asset.etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  const bool compressed = asset.compressed && takes_gzip(head);
  response.body = compressed ? asset.compressed : asset.plain;
  if (compressed) response.fields.emplace_back("Content-Encoding", "gzip");
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
  const Asset* const asset =
      find_asset(head.path == "/" ? "index.html" : head.path.substr(folder.size()));
  if (asset == nullptr) return http::text_response(404, "there is nothing at " + head.path + "\n");
  return response_of(*asset, head);
}

} // namespace platen::web
