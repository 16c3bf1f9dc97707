#pragma once

#include "base/bytes.h"

#include <array>
#include <memory>
#include <string>

namespace platen::job {

// SHA-256 (FIPS 180-4), as sha256sum prints it in hexadecimal digits.
using Digest = std::array<std::byte, 32>;

// The digest of bytes that pass in order.
class ContentHash {
public:
  ContentHash();
  void add(Bytes bytes);
  Digest digest() const; // of all bytes so far; more may follow

private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_; // EVP_MD_CTX
};

Digest digest_of(Bytes bytes);
Result<Digest> digest_of_file(int fd); // from its beginning; the offset ends behind the last byte
std::string hex(const Digest& digest);
// Whether `stored` is the digest, or nothing was stored (a document of schema 1).
bool is_digest(const Digest& digest, Bytes stored);

} // namespace platen::job
