#include "auth/gate.h"

#include <array>
#include <cerrno>
#include <memory>

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

bool password_matches(std::string_view hash, std::string_view password) {
  if (password.size() > longest_password) return false;
  return ::argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) ==
         ARGON2_OK;
}

} // namespace platen::auth
