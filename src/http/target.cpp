#include "http/target.h"

#include "base/utf8.h"
#include "http/words.h"

#include <cstdint>
#include <optional>

namespace platen::http {

namespace {

Refusal wrong(std::string why) {
  return {400, "the request target " + std::move(why)};
}

// Takes "SCHEME://AUTHORITY" off the front.
std::optional<Refusal> take_authority(std::string_view& rest, std::string& authority) {
  const std::size_t colon = rest.find("://");
  if (colon == std::string_view::npos) return wrong("begins neither with / nor with http://");
  const std::string_view scheme = rest.substr(0, colon);
  if (!same_word(scheme, "http") && !same_word(scheme, "https") && !same_word(scheme, "ipp") &&
      !same_word(scheme, "ipps"))
    return wrong("has a scheme that is not served here");
  rest.remove_prefix(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  authority = rest.substr(0, end);
  rest.remove_prefix(end);
  if (authority.empty()) return wrong("names no host");
  return {};
}

std::variant<std::string, Refusal> decode(std::string_view raw) {
  std::string path;
  path.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      path += raw[i];
      continue;
    }
    const int high = i + 2 < raw.size() ? hex_value(raw[i + 1]) : -1;
    const int low = i + 2 < raw.size() ? hex_value(raw[i + 2]) : -1;
    if (high < 0 || low < 0) return wrong("has a % that two hexadecimal digits do not follow");
    const auto byte = static_cast<char>(high * 16 + low);
    if (byte == '\0') return wrong("holds an encoded NUL");
    if (byte == '/') return wrong("holds an encoded slash");
    path += byte;
    i += 2;
  }
  return path;
}

std::optional<Refusal> check_segments(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1); // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    if (segment == "." || segment == "..")
      return wrong("has a \"" + std::string(segment) + "\" in its path");
    path.remove_prefix(end);
  }
  return {};
}

} // namespace

bool is_plain_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    if (length == 0 || is_utf8_control(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::variant<Target, Refusal> parse_target(std::string_view target, std::string_view method) {
  Target found;
  std::string_view rest = target;
  if (rest.find('#') != std::string_view::npos) return wrong("holds a #");
  if (rest.find('\\') != std::string_view::npos) return wrong("holds a backslash");
  if (rest == "*") {
    if (method != "OPTIONS") return wrong("\"*\" goes with OPTIONS alone");
    found.path = "*";
    return found;
  }
  if (!rest.starts_with('/'))
    if (auto refusal = take_authority(rest, found.authority)) return *refusal;
  const std::size_t question = std::min(rest.find('?'), rest.size());
  if (question < rest.size()) found.query = rest.substr(question + 1);
  auto decoded = decode(rest.substr(0, question));
  if (auto* refusal = std::get_if<Refusal>(&decoded)) return *refusal;
  found.path = std::move(std::get<std::string>(decoded));
  if (found.path.empty()) found.path = "/";
  if (!is_plain_utf8(found.path))
    return wrong("holds encoded control characters or bytes that are not UTF-8");
  if (found.path.find('\\') != std::string::npos) return wrong("holds an encoded backslash");
  if (auto refusal = check_segments(found.path)) return *refusal;
  return found;
}

} // namespace platen::http
