#pragma once

#include "base/bytes.h"
#include "http/exchange.h"
#include "http/framing.h"
#include "http/refusal.h"

#include <optional>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

namespace platen::http {

// Takes the pieces of a body; false: no more, please.
class PieceSink {
public:
  virtual ~PieceSink() = default;
  virtual bool piece(Bytes bytes) = 0;
};

// Boost.Beast's parser for one request, behind our types: the whole header in one call, then the
// body as it comes.
class MessageParser final : private boost::beast::http::basic_parser<true> {
public:
  MessageParser(std::uint64_t most_header, std::uint64_t most_body);

  // The fields' names come in lower case. Nothing is judged but the grammar.
  std::optional<Refusal> read_header(std::string_view header, Head& head, Framing& framing);

  // Gives what `bytes` holds of the body to `sink`; how many bytes it has used up. done() then
  // tells whether the body has ended, refusal() whether it is broken or too large.
  std::size_t read_body(std::string_view bytes, PieceSink& sink);
  bool done() const { return is_done(); }
  const std::optional<Refusal>& refusal() const { return refusal_; }

private:
  using View = boost::beast::string_view;
  using Code = boost::beast::error_code;
  void on_request_impl(boost::beast::http::verb, View method, View target, int version,
                       Code&) override;
  void on_response_impl(int, View, int, Code&) override;
  void on_field_impl(boost::beast::http::field, View name, View value, Code&) override;
  void on_header_impl(Code&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override;
  std::size_t on_body_impl(View piece, Code&) override;
  void on_chunk_header_impl(std::uint64_t, View, Code&) override;
  std::size_t on_chunk_body_impl(std::uint64_t, View piece, Code&) override;
  void on_finish_impl(Code&) override;
  std::size_t give(View piece, Code& error);

  const std::uint64_t most_body_;
  Head* head_ = nullptr;
  Framing* framing_ = nullptr;
  PieceSink* sink_ = nullptr;
  std::optional<Refusal> refusal_;
};

} // namespace platen::http
