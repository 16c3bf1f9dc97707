#include "install/digest.h"

#include <array>

#include <openssl/sha.h>

namespace platen::install {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest digest_of(std::string_view text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

std::string digits(const Digest& digest, std::string_view alphabet) {
  std::string out;
  for (const unsigned char byte : digest) {
    out += alphabet[byte >> 4];
    out += alphabet[byte & 15];
  }
  return out;
}

} // namespace

std::string sha256_of(std::string_view text) {
  return digits(digest_of(text), "0123456789abcdef");
}

std::string uuid_of(std::string_view text) {
  Digest digest = digest_of(text);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0f) | 0x80); // the version
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3f) | 0x80); // the variant
  const std::string all = digits(digest, "0123456789ABCDEF");
  return all.substr(0, 8) + "-" + all.substr(8, 4) + "-" + all.substr(12, 4) + "-" +
         all.substr(16, 4) + "-" + all.substr(20, 12);
}

} // namespace platen::install
