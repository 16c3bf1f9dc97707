#include "http/head_parser.h"

#include "http/words.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace platen::http {

namespace {

namespace beast = boost::beast;
using Fault = beast::http::error;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

Refusal explain(const beast::error_code& error, std::uint64_t most_body) {
  switch (static_cast<Fault>(error.value())) {
  case Fault::bad_method:
    return {400, "the request line does not begin with a method"};
  case Fault::bad_target:
    return {400, "the request line names no target"};
  case Fault::bad_version:
    return {505, "the request line does not end with HTTP/1.1 or HTTP/1.0"};
  case Fault::bad_field:
    return {400, "the name of a field is missing or has a character that none has"};
  case Fault::bad_value:
    return {400, "the value of a field is malformed"};
  case Fault::bad_content_length:
    return {400, "Content-Length is no number, or stands beside another one or Transfer-Encoding"};
  case Fault::bad_transfer_encoding:
    return {400, "Transfer-Encoding stands beside another one or Content-Length"};
  case Fault::body_limit:
    return {413, "the body is larger than " + std::to_string(most_body) + " bytes"};
  default:
    return {400, "the request is malformed (" + error.message() + ")"};
  }
}

class HeadParser final : public beast::http::basic_parser<true> {
public:
  HeadParser(Head& head, Framing& framing) : head_(head), framing_(framing) {}

private:
  using View = beast::string_view;
  using Code = beast::error_code;
  void on_request_impl(beast::http::verb, View method, View target, int version, Code&) override {
    head_.method = view(method);
    framing_.target = view(target);
    framing_.http_1_0 = version == 10;
  }
  void on_field_impl(beast::http::field, View name, View value, Code&) override {
    head_.fields.emplace_back(lower(view(name)), view(value));
  }
  void on_header_impl(Code&) override { framing_.keep_alive = keep_alive(); }
  // Never called: only a header is put in.
  void on_response_impl(int, View, int, Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(View piece, Code&) override { return piece.size(); }
  void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View piece, Code&) override { return piece.size(); }
  void on_finish_impl(Code&) override {}

  Head& head_;
  Framing& framing_;
};

} // namespace

std::optional<Refusal> parse_head(std::string_view header, std::uint64_t most_body, Head& head,
                                  Framing& framing) {
  HeadParser parser(head, framing);
  parser.header_limit(static_cast<std::uint32_t>(header.size() + 1));
  parser.body_limit(most_body);
  beast::error_code error;
  parser.put({header.data(), header.size()}, error);
  if (error) return explain(error, most_body);
  if (!parser.is_header_done()) return Refusal{400, "the header is malformed"};
  return {};
}

} // namespace platen::http
