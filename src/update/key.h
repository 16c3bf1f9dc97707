#pragma once

#include "base/bytes.h"
#include "update/moment.h"

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Ed25519 (RFC 8032), by libsodium.
namespace platen::update {

// A key whose signatures count.
struct PublicKey {
  std::array<std::byte, 32> bytes{};
  std::optional<Time> expires; // its signatures count no more from then on
  bool operator==(const PublicKey&) const = default;
};
// "BASE64" or "BASE64 2027-12-31". Errc::invalid.
Result<PublicKey> parse_key(std::string_view text);
std::string to_text(const PublicKey& key);
// What people and signatures call it: 16 digits of the SHA-256 of its bytes.
std::string id_of(const PublicKey& key);

using Signature = std::array<std::byte, 64>;

// The other half, which signs: only who publishes has one.
class SecretKey {
public:
  static Result<SecretKey> make();
  // A file with one line, "platen-secret-key BASE64", that nobody else can read. Errc::denied.
  static Result<SecretKey> read(const std::filesystem::path& file);
  Result<void>
  write(const std::filesystem::path& file) const; // mode 0600; Errc::conflict: it is there
  SecretKey(SecretKey&& other) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey();
  PublicKey public_key() const;
  Signature sign(Bytes message) const;

private:
  SecretKey() = default;
  std::array<std::byte, 64> bytes_{}; // as libsodium has it: the seed, then the public key
};

bool fits(const Signature& signature, Bytes message, const PublicKey& key);
std::string sha256_of(Bytes bytes); // hexadecimal

std::string to_base64(Bytes bytes);
std::optional<Buffer> from_base64(std::string_view text);

} // namespace platen::update
