#include "update/key.h"

#include "base/file.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::update {

namespace {

constexpr std::string_view secret_word = "platen-secret-key ";

const unsigned char* raw(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* room(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

std::string hexadecimal(Bytes bytes) {
  constexpr std::string_view digit = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += digit[std::to_integer<unsigned>(byte) >> 4];
    text += digit[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

bool ready() { // libsodium; again does nothing
  return ::sodium_init() >= 0;
}

// Of this user alone: who can read it publishes in our name.
Result<void> check_closed(const std::filesystem::path& file) {
  struct stat facts {};
  if (::stat(file.c_str(), &facts) != 0)
    return fail(Errc::not_found, "cannot read " + file.string() + ": " + errno_text(errno));
  if ((facts.st_mode & 077) == 0) return {};
  return fail(Errc::denied, file.string() +
                                " can be read by others, and whoever has it publishes in "
                                "its name: chmod 600 it, or make another key");
}

} // namespace

std::string to_base64(Bytes bytes) {
  constexpr int form = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), form), '\0');
  ::sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), form);
  text.resize(std::strlen(text.c_str()));
  return text;
}

std::optional<Buffer> from_base64(std::string_view text) {
  if (text.empty()) return Buffer(); // libsodium wants a place to write to, even for nothing
  Buffer bytes(text.size());
  std::size_t size = 0;
  const char* end = nullptr;
  const int done = ::sodium_base642bin(room(bytes), bytes.size(), text.data(), text.size(), nullptr,
                                       &size, &end, sodium_base64_VARIANT_ORIGINAL);
  if (done != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string sha256_of(Bytes bytes) {
  std::array<std::byte, crypto_hash_sha256_BYTES> digest{};
  ::crypto_hash_sha256(room(digest), raw(bytes), bytes.size());
  return hexadecimal(digest);
}

Result<PublicKey> parse_key(std::string_view text) {
  PublicKey key;
  const std::size_t space = text.find(' ');
  const auto bytes = from_base64(text.substr(0, space));
  if (!bytes || bytes->size() != key.bytes.size())
    return fail(Errc::invalid,
                "\"" + std::string(text.substr(0, 80)) +
                    "\" is no key: it is 44 characters of base64, and may have a last "
                    "day behind it (BASE64 2027-12-31)");
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  if (space == text.npos) return key;
  key.expires = parse_moment(text.substr(space + 1));
  if (!key.expires)
    return fail(Errc::invalid, "\"" + std::string(text.substr(space + 1, 80)) +
                                   "\" behind a key is no day such as 2027-12-31");
  return key;
}

std::string to_text(const PublicKey& key) {
  return to_base64(key.bytes) + (key.expires ? " " + to_text(*key.expires) : "");
}

std::string id_of(const PublicKey& key) {
  return sha256_of(key.bytes).substr(0, 16);
}

bool fits(const Signature& signature, Bytes message, const PublicKey& key) {
  return ready() && ::crypto_sign_verify_detached(raw(signature), raw(message), message.size(),
                                                  raw(key.bytes)) == 0;
}

Result<SecretKey> SecretKey::make() {
  if (!ready()) return fail(Errc::io, "there is no randomness for a key");
  SecretKey key;
  std::array<std::byte, 32> open{};
  ::crypto_sign_keypair(room(open), room(key.bytes_));
  return key;
}

Result<SecretKey> SecretKey::read(const std::filesystem::path& file) {
  TRY_VOID(check_closed(file));
  TRY(Buffer bytes, read_file(file, 4096));
  std::string_view text = as_text(bytes);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);
  auto seed = text.starts_with(secret_word) ? from_base64(text.substr(secret_word.size()))
                                            : std::optional<Buffer>();
  ::sodium_memzero(bytes.data(), bytes.size());
  if (!seed || seed->size() != crypto_sign_SEEDBYTES || !ready())
    return fail(Errc::malformed, file.string() + " is no key: \"platen models keygen\" makes one");
  SecretKey key;
  std::array<std::byte, 32> open{};
  ::crypto_sign_seed_keypair(room(open), room(key.bytes_), raw(Bytes(*seed)));
  ::sodium_memzero(seed->data(), seed->size());
  return key;
}

Result<void> SecretKey::write(const std::filesystem::path& file) const {
  UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd && errno == EEXIST)
    return fail(Errc::conflict, file.string() + " is there already: a key is never written over");
  if (!fd) return fail(Errc::io, "cannot write " + file.string() + ": " + errno_text(errno));
  std::string line = std::string(secret_word) + to_base64(Bytes(bytes_).first(32)) + "\n";
  auto written = write_all(fd.get(), as_bytes(line));
  if (written && ::fsync(fd.get()) != 0) written = fail(Errc::io, errno_text(errno));
  ::sodium_memzero(line.data(), line.size());
  if (written) return {};
  ::unlink(file.c_str());
  return fail_within(file.string(), std::move(written).error());
}

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) {
  ::sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

SecretKey::~SecretKey() {
  ::sodium_memzero(bytes_.data(), bytes_.size());
}

PublicKey SecretKey::public_key() const {
  PublicKey key;
  std::copy_n(bytes_.begin() + 32, 32, key.bytes.begin());
  return key;
}

Signature SecretKey::sign(Bytes message) const {
  Signature signature{};
  ::crypto_sign_detached(room(signature), nullptr, raw(message), message.size(),
                         raw(Bytes(bytes_)));
  return signature;
}

} // namespace platen::update
