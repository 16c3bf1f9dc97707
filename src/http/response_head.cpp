#include "http/response_head.h"

#include "http/words.h"

#include <boost/beast/http/status.hpp>

namespace platen::http {

namespace {

void append_plain(std::string& out, std::string_view text) {
  for (const char c : text)
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  append_plain(out, name);
  out += ": ";
  append_plain(out, value);
  out += "\r\n";
}

void append_two(std::string& out, int value) {
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

// Ours alone: a second one would let two readers see two different answers.
bool is_framing(std::string_view name) {
  return same_word(name, "content-length") || same_word(name, "transfer-encoding") ||
         same_word(name, "connection") || same_word(name, "date") || same_word(name, "server");
}

bool never_has_body(int status) { // RFC 9110, 6.4.1
  return status < 200 || status == 204 || status == 304;
}

} // namespace

std::string http_date(std::time_t time) {
  static constexpr std::string_view days = "SunMonTueWedThuFriSat";
  static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::string out;
  out.reserve(29);
  out += days.substr(static_cast<std::size_t>(parts.tm_wday) * 3, 3);
  out += ", ";
  append_two(out, parts.tm_mday);
  out += ' ';
  out += months.substr(static_cast<std::size_t>(parts.tm_mon) * 3, 3);
  out += ' ';
  append_two(out, (parts.tm_year + 1900) / 100);
  append_two(out, parts.tm_year % 100);
  out += ' ';
  append_two(out, parts.tm_hour);
  out += ':';
  append_two(out, parts.tm_min);
  out += ':';
  append_two(out, parts.tm_sec);
  out += " GMT";
  return out;
}

Wrapping wrapping_of(const Response& response, const Delivery& delivery) {
  if (never_has_body(response.status)) return Wrapping::none;
  if (!response.source || response.source_length) return Wrapping::length;
  return delivery.http_1_0 ? Wrapping::until_close : Wrapping::chunks;
}

std::string response_head(const Response& response, const Delivery& delivery) {
  std::string out;
  out.reserve(256);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
  out.append(reason.data(), reason.size());
  out += "\r\n";
  append_field(out, "Date", http_date(delivery.now));
  append_field(out, "Server", "platen");
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  switch (wrapping_of(response, delivery)) {
  case Wrapping::length: {
    const std::uint64_t whole = response.body ? response.body->size() : 0;
    append_field(out, "Content-Length",
                 std::to_string(response.source ? *response.source_length : whole));
    break;
  }
  case Wrapping::chunks:
    append_field(out, "Transfer-Encoding", "chunked");
    break;
  case Wrapping::none:
  case Wrapping::until_close:
    break;
  }
  for (const auto& [name, value] : response.fields)
    if (!is_framing(name)) append_field(out, name, value);
  if (delivery.close)
    append_field(out, "Connection", "close");
  else if (delivery.http_1_0)
    append_field(out, "Connection", "keep-alive");
  out += "\r\n";
  return out;
}

} // namespace platen::http
