#include "wire/chmp/message.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace platen::chmp {

namespace {

namespace http = boost::beast::http;
constexpr std::uint32_t most_header_bytes = 16 << 10;
// The versions that clients were seen to send; some printers drop a request with another one.
constexpr std::string_view version = "1.3.0";

std::string head(std::string_view method, std::string_view path, std::string_view host) {
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) +
         "\r\nX-CHMP-Version: " + std::string(version) +
         "\r\nX-CHMP-Timeout: 20\r\nConnection: Keep-Alive\r\n";
}

} // namespace

std::string post(std::string_view path, std::string_view host, std::string_view document) {
  return head("POST", path, host) + "Content-Type: application/octet-stream\r\nContent-Length: " +
         std::to_string(document.size()) + "\r\n\r\n" + std::string(document);
}

std::string get(std::string_view path, std::string_view host) {
  return head("GET", path, host) + "\r\n";
}

std::string get_property(std::string_view path, std::string_view host, std::string_view property) {
  return head("GET", path, host) + "X-CHMP-Property: " + std::string(property) + "\r\n\r\n";
}

struct ResponseReader::Inside {
  http::response_parser<http::string_body> parser;
  bool answers_post;
  Buffer rest;

  // Nothing says how long the body is, so that only the connection's end would end it.
  bool has_no_body() const {
    return answers_post && parser.is_header_done() && !parser.chunked() && !parser.content_length();
  }
  bool whole() const { return parser.is_done() || has_no_body(); }
};

ResponseReader::ResponseReader(bool answers_post, std::size_t most)
    : inside_(std::make_unique<Inside>()) {
  inside_->answers_post = answers_post;
  inside_->parser.header_limit(most_header_bytes);
  inside_->parser.body_limit(most);
}

ResponseReader::~ResponseReader() = default;

Result<bool> ResponseReader::take(Bytes piece) {
  Buffer& rest = inside_->rest;
  rest.insert(rest.end(), piece.begin(), piece.end());
  while (!inside_->whole() && !rest.empty()) {
    boost::beast::error_code error;
    const std::size_t used =
        inside_->parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(used));
    if (error == http::error::need_more || (!error && used == 0)) break;
    if (error == http::error::body_limit || error == http::error::header_limit)
      return fail(Errc::limit, "the printer's answer by HTTP is too long");
    if (error) return fail(Errc::malformed, "the printer's answer is not HTTP: " + error.message());
  }
  if (rest.size() > most_header_bytes && !inside_->parser.is_header_done())
    return fail(Errc::limit, "the printer's answer by HTTP is too long");
  return inside_->whole();
}

Result<bool> ResponseReader::end() {
  if (inside_->whole()) return true;
  boost::beast::error_code error;
  if (inside_->parser.is_header_done()) inside_->parser.put_eof(error);
  if (error || !inside_->parser.is_done())
    return fail(Errc::io, "the printer broke off its answer by HTTP");
  return true;
}

Response ResponseReader::response() const {
  const auto& message = inside_->parser.get();
  return {static_cast<int>(message.result_int()), message.body()};
}

const Buffer& ResponseReader::rest() const {
  return inside_->rest;
}

} // namespace platen::chmp
