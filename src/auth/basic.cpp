#include "auth/basic.h"

#include "auth/gate.h"
#include "auth/secret_word.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>

namespace platen::auth {

namespace {

constexpr std::size_t longest_field = 4 * (longest_password + 128) / 3 + 16;

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return out;
}

// `name` in lower case.
bool is_scheme(std::string_view scheme, std::string_view name) {
  if (scheme.size() != name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(scheme[i])) != name[i]) return false;
  return true;
}

} // namespace

Result<Credentials> parse_basic(std::string_view authorization) {
  const auto blank = authorization.find(' ');
  if (blank == authorization.npos || !is_scheme(authorization.substr(0, blank), "basic"))
    return fail(Errc::denied, "only the schemes Basic and Bearer of authentication are understood");
  if (authorization.size() > longest_field)
    return fail(Errc::denied, "the user name or the password is too long");
  std::string_view encoded = authorization.substr(blank + 1);
  while (encoded.starts_with(' '))
    encoded.remove_prefix(1);
  const auto decoded = from_base64(encoded);
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos)
    return fail(Errc::denied, "the Authorization field holds no name and password");
  return Credentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

std::string basic_of(const Credentials& given) {
  return "Basic " + to_base64(given.name + ":" + given.password);
}

bool is_bearer(std::string_view authorization) {
  return is_scheme(authorization.substr(0, authorization.find(' ')), "bearer");
}

std::string_view bearer_of(std::string_view authorization) {
  authorization.remove_prefix(std::min(authorization.find(' '), authorization.size()));
  while (authorization.starts_with(' '))
    authorization.remove_prefix(1);
  return authorization;
}

} // namespace platen::auth
