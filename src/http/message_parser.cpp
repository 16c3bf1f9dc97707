#include "http/message_parser.h"

#include "http/words.h"

#include <boost/beast/http/error.hpp>

namespace platen::http {

namespace {

namespace beast = boost::beast;
using Fault = beast::http::error;

// None of Beast's own: the sink wants no more.
beast::error_code enough() {
  return make_error_code(boost::system::errc::operation_canceled);
}

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
  case Fault::bad_chunk:
  case Fault::bad_chunk_extension:
  case Fault::bad_line_ending:
    return {400, "a chunk of the body is malformed"};
  default:
    return {400, "the request is malformed (" + error.message() + ")"};
  }
}

} // namespace

MessageParser::MessageParser(std::uint64_t most_header, std::uint64_t most_body)
    : most_body_(most_body) {
  header_limit(static_cast<std::uint32_t>(most_header));
  body_limit(most_body);
}

std::optional<Refusal> MessageParser::read_header(std::string_view header, Head& head,
                                                  Framing& framing) {
  head_ = &head;
  framing_ = &framing;
  beast::error_code error;
  put({header.data(), header.size()}, error);
  head_ = nullptr;
  framing_ = nullptr;
  if (error) return explain(error, most_body_);
  if (!is_header_done()) return Refusal{400, "the header is malformed"};
  eager(true);
  return {};
}

std::size_t MessageParser::read_body(std::string_view bytes, PieceSink& sink) {
  sink_ = &sink;
  beast::error_code error;
  const std::size_t used = put({bytes.data(), bytes.size()}, error);
  sink_ = nullptr;
  if (error && error != Fault::need_more && error != enough())
    refusal_ = explain(error, most_body_);
  return used;
}

void MessageParser::on_request_impl(beast::http::verb, View method, View target, int version,
                                    Code&) {
  head_->method = view(method);
  framing_->target = view(target);
  framing_->http_1_0 = version == 10;
}

// Comes for trailers as well, behind the body; nobody here wants those.
void MessageParser::on_field_impl(beast::http::field, View name, View value, Code&) {
  if (head_ != nullptr) head_->fields.emplace_back(lower(view(name)), view(value));
}

std::size_t MessageParser::on_body_impl(View piece, Code& error) {
  return give(piece, error);
}
std::size_t MessageParser::on_chunk_body_impl(std::uint64_t, View piece, Code& error) {
  return give(piece, error);
}

std::size_t MessageParser::give(View piece, Code& error) {
  if (!piece.empty() && !sink_->piece(as_bytes(view(piece)))) error = enough();
  return piece.size();
}

void MessageParser::on_header_impl(Code&) {
  framing_->keep_alive = keep_alive();
}

void MessageParser::on_response_impl(int, View, int, Code&) {}
void MessageParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) {}
void MessageParser::on_chunk_header_impl(std::uint64_t, View, Code&) {}
void MessageParser::on_finish_impl(Code&) {}

} // namespace platen::http
