#include "virtual/chmp/http_reader.h"

#include <array>
#include <cctype>
#include <charconv>

namespace platen::twin::chmp {

namespace {

constexpr std::size_t longest_head = 8192, largest_body = 65'536;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  return line;
}

Result<Request> read_head(std::string_view head) {
  Request request;
  const std::string_view first = take_line(head);
  const std::size_t a = first.find(' ');
  const std::size_t b = a == std::string_view::npos ? a : first.find(' ', a + 1);
  if (b == std::string_view::npos || !first.substr(b + 1).starts_with("HTTP/1."))
    return fail(Errc::malformed, "no request of HTTP");
  request.method = first.substr(0, a);
  request.path = first.substr(a + 1, b - a - 1);
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail(Errc::malformed, "a field without a colon");
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' '))
      value.remove_prefix(1);
    request.fields[lower(line.substr(0, colon))] = value;
  }
  return request;
}

} // namespace

Result<bool> HttpReader::fill() {
  std::array<std::byte, 4096> block{};
  TRY(const std::size_t got, in_.read(block));
  received_ += as_text(Bytes(block).first(got));
  return got > 0;
}

Result<std::optional<Request>> HttpReader::next() {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (received_.size() > longest_head) return fail(Errc::limit, "the head does not end");
    TRY(const bool more, fill());
    if (!more) return std::optional<Request>{};
  }
  TRY(Request request, read_head(std::string_view(received_).substr(0, end)));
  received_.erase(0, end + 4);
  std::size_t length = 0;
  if (const std::string* text = request.field("content-length")) {
    const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), length);
    if (error != std::errc{} || stop != text->data() + text->size())
      return fail(Errc::malformed, "a Content-Length that is no number");
  }
  if (length > largest_body) return fail(Errc::limit, "the body is too long");
  while (received_.size() < length) {
    TRY(const bool more, fill());
    if (!more) return fail(Errc::malformed, "the body ends early");
  }
  request.body = received_.substr(0, length);
  received_.erase(0, length);
  return std::optional(std::move(request));
}

} // namespace platen::twin::chmp
