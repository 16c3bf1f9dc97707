#include "auth/gate.h"
#include "auth/password_hash.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>

#include <argon2.h>
#include <sys/random.h>

namespace platen::auth {

namespace {

// RFC 9106 section 4, second recommended option scaled to a server that also prints: 19 MiB, two
// passes.
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 << 10;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t longest_hash = 256;

// Of a hash that another server made.
constexpr std::uint32_t most_memory_kib = 256 << 10, most_passes = 16, most_lanes = 16;

// "KEY=NUMBER" at the front, taken away.
std::optional<std::uint32_t> take_number(std::string_view& text, std::string_view key) {
  if (!text.starts_with(key)) return std::nullopt;
  text.remove_prefix(key.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// Base64 without its padding, of so many bytes.
bool is_coded(std::string_view text, std::size_t least, std::size_t most) {
  const std::size_t bytes = text.size() * 3 / 4;
  return text.size() % 4 != 1 && bytes >= least && bytes <= most &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '/';
         });
}

// "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH".
bool is_usable_hash(std::string_view text) {
  constexpr std::string_view head = "$argon2id$v=19$";
  if (text.size() > longest_hash || !text.starts_with(head)) return false;
  text.remove_prefix(head.size());
  const auto memory = take_number(text, "m=");
  const auto times = take_number(text, ",t=");
  const auto ways = take_number(text, ",p=");
  if (!memory || !times || !ways || !text.starts_with('$')) return false;
  text.remove_prefix(1);
  const std::size_t middle = text.find('$');
  return *ways >= 1 && *ways <= most_lanes && *times >= 1 && *times <= most_passes &&
         *memory >= 8 * *ways && *memory <= most_memory_kib && middle != text.npos &&
         is_coded(text.substr(0, middle), 8, 64) && is_coded(text.substr(middle + 1), 16, 64);
}

} // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.empty()) return fail(Errc::invalid, "an empty password is no password");
  if (password.size() > longest_password)
    return fail(Errc::invalid,
                "a password has at most " + std::to_string(longest_password) + " bytes");
  std::array<unsigned char, salt_bytes> salt{};
  if (::getrandom(salt.data(), salt.size(), 0) != static_cast<ssize_t>(salt.size()))
    return fail(Errc::io, "the system gives no random numbers");
  std::string encoded(
      ::argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
  const int status =
      ::argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                              salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (status != ARGON2_OK)
    return fail(Errc::io,
                std::string("the password cannot be hashed: ") + ::argon2_error_message(status));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

Result<void> check_password_hash(std::string_view hash) {
  if (is_usable_hash(hash)) return {};
  return fail(Errc::invalid,
              "this is no hash of a password as platen keeps them: "
              "\"$argon2id$v=19$m=...,t=...,p=...$SALT$HASH\" of at most 256 MiB, 16 "
              "passes and 16 lanes");
}

bool password_matches(std::string_view hash, std::string_view password) {
  if (password.size() > longest_password) return false;
  return ::argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) ==
         ARGON2_OK;
}

} // namespace platen::auth
