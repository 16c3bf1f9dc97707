#include "scan/deliver/address.h"

#include "base/percent.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace platen::scan {

namespace {

struct Scheme {
  std::string_view name;
  std::uint16_t port;
};
// RFC 6409 (587), RFC 8314 (465), RFC 4253 (22), RFC 9110 (80, 443); SMB over TCP (445).
constexpr std::array<Scheme, 8> schemes{{{"smtp", 587},
                                         {"smtps", 465},
                                         {"smb", 445},
                                         {"sftp", 22},
                                         {"dav", 80},
                                         {"davs", 443},
                                         {"http", 80},
                                         {"https", 443}}};

bool is_unreserved(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

// "HOST", "HOST:PORT", "[IPv6]:PORT"
Result<void> read_authority(std::string_view authority, Address& address) {
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos)
    return fail(Errc::invalid, "the address of its host lacks the \"]\"");
  const std::size_t colon = authority.find(':', bracket);
  address.host = authority.substr(0, colon);
  const bool fine = std::ranges::all_of(address.host, [&](char c) {
    return is_unreserved(c) || (bracket > 0 && (c == '[' || c == ']' || c == ':'));
  });
  if (address.host.empty() || !fine)
    return fail(Errc::invalid, "\"" + address.host + "\" is no name of a host");
  if (colon == std::string_view::npos) return {};
  const std::string_view port = authority.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size() || address.port == 0)
    return fail(Errc::invalid, "\"" + std::string(port) + "\" is no port (1 to 65535)");
  return {};
}

} // namespace

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<Address> parse_address(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || has_control(url))
    return fail(Errc::invalid, "the address is no URL (such as sftp://HOST/FOLDER)");
  Address address;
  for (const char c : url.substr(0, colon))
    address.scheme += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto known = std::ranges::find(schemes, address.scheme, &Scheme::name);
  if (known == schemes.end())
    return fail(Errc::invalid, "nothing is delivered to \"" + address.scheme +
                                   "://\" (it may be smtp, smtps, smb, sftp, dav, davs, http or "
                                   "https)");
  address.port = known->port;
  const std::string_view rest = url.substr(colon + 3);
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos)
    return fail(Errc::invalid, "the address must not hold a login: give the user by itself, and "
                               "the password as the destination's secret");
  if (rest.find_first_of("?#") != std::string_view::npos)
    return fail(Errc::invalid, "the address must have no \"?\" and no \"#\" (write %3F and %23)");
  if (auto read = read_authority(authority, address); !read) return Failure(read.error());
  const auto path = percent_decoded(slash == std::string_view::npos ? "" : rest.substr(slash));
  if (!path || has_control(*path))
    return fail(Errc::invalid, "the address has a \"%\" that no two hexadecimal digits follow");
  address.path = *path;
  return address;
}

// addr-spec of RFC 5322 as mail systems take it: one "@", no spaces, ASCII.
Result<void> check_mail_address(const std::string& address, std::string_view what) {
  const std::size_t at = address.rfind('@');
  const bool plain = std::ranges::all_of(address, [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f &&
           std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
  });
  if (plain && at != std::string::npos && at > 0 && at + 1 < address.size() &&
      address.find('@') == at && address.size() <= 254)
    return {};
  return fail(Errc::invalid, "\"" + address + "\" is no mail address for " + std::string(what) +
                                 " (NAME@DOMAIN, in ASCII)");
}

bool is_loopback(const Address& address) {
  return address.host == "localhost" || address.host == "[::1]" ||
         (address.host.starts_with("127.") &&
          address.host.find_first_not_of("0123456789.") == std::string::npos);
}

} // namespace platen::scan
