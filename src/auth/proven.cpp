#include "auth/proven.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace platen::auth {

Proven::Proven() {
  // Without randomness nothing may be remembered: a key of zeros would be known to all.
  EXPECTS(::RAND_bytes(key_.data(), static_cast<int>(key_.size())) == 1);
}

Proven::Digest Proven::digest(const Credentials& given, const std::string& hash) const {
  const std::string text = std::to_string(given.name.size()) + ":" + given.name +
                           std::to_string(given.password.size()) + ":" + given.password + hash;
  Digest result{};
  unsigned size = 0;
  EXPECTS(::HMAC(::EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
                 reinterpret_cast<const unsigned char*>(text.data()), text.size(), result.data(),
                 &size) != nullptr);
  return result;
}

bool Proven::holds(const Credentials& given, const std::string& hash, std::int64_t now_ms) {
  const Digest asked = digest(given, hash);
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(given.name);
  if (found == entries_.end()) return false;
  if (found->second.until_ms <= now_ms) {
    entries_.erase(found);
    return false;
  }
  return ::CRYPTO_memcmp(asked.data(), found->second.digest.data(), asked.size()) == 0;
}

void Proven::remember(const Credentials& given, const std::string& hash, std::int64_t now_ms) {
  const Entry entry{digest(given, hash), now_ms + lasts_ms};
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= most) entries_.clear();
  entries_.insert_or_assign(given.name, entry);
}

} // namespace platen::auth
