#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace platen::http {

// How a request is wrapped: where its body ends, and what it asks of the connection.
struct Framing {
  std::string target; // as it stands in the request line
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool expects_continue = false;
  bool wants_tls = false; // RFC 2817
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

} // namespace platen::http
