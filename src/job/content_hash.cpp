#include "job/content_hash.h"

#include "base/file.h"

#include <algorithm>
#include <cerrno>

#include <openssl/evp.h>
#include <unistd.h>

namespace platen::job {
namespace {

EVP_MD_CTX* as_context(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

} // namespace

void ContentHash::Free::operator()(void* context) const {
  EVP_MD_CTX_free(as_context(context));
}

// None of these calls depends on what comes from outside: they fail only without memory.
ContentHash::ContentHash() : context_(EVP_MD_CTX_new()) {
  EXPECTS(context_ && EVP_DigestInit_ex(as_context(context_.get()), EVP_sha256(), nullptr) == 1);
}

void ContentHash::add(Bytes bytes) {
  EXPECTS(EVP_DigestUpdate(as_context(context_.get()), bytes.data(), bytes.size()) == 1);
}

Digest ContentHash::digest() const {
  const std::unique_ptr<void, Free> copy(EVP_MD_CTX_new());
  Digest digest{};
  EXPECTS(copy && EVP_MD_CTX_copy_ex(as_context(copy.get()), as_context(context_.get())) == 1 &&
          EVP_DigestFinal_ex(as_context(copy.get()),
                             reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
  return digest;
}

Digest digest_of(Bytes bytes) {
  ContentHash hash;
  hash.add(bytes);
  return hash.digest();
}

Result<Digest> digest_of_file(int fd) {
  if (::lseek(fd, 0, SEEK_SET) != 0) return fail(Errc::io, "cannot read: " + errno_text(errno));
  ContentHash hash;
  Buffer block(std::size_t{256} << 10);
  for (;;) {
    const ssize_t got = ::read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "cannot read: " + errno_text(errno));
    if (got == 0) return hash.digest();
    hash.add(Bytes(block).first(static_cast<std::size_t>(got)));
  }
}

bool is_digest(const Digest& digest, Bytes stored) {
  return stored.empty() || std::ranges::equal(digest, stored);
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : digest) {
    text += digits[std::to_integer<std::size_t>(byte >> 4)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

} // namespace platen::job
