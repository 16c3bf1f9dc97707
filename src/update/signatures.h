#pragma once

#include "update/key.h"

namespace platen::update {

// What is signed is not the index alone: a key that signs other things signs none by accident.
inline constexpr std::string_view index_domain = "platen model index 1\n";

// index.json.sig: the first line says what it is, each that follows has a key's id and its
// signature.
//   platen-signatures 1
//   0123456789abcdef BASE64
struct SignatureLine {
  std::string key; // its id
  Signature signature{};
};
// Errc::malformed, limit.
Result<std::vector<SignatureLine>> parse_signatures(std::string_view text);
std::string write_signatures(std::span<const SignatureLine> lines);
SignatureLine sign_index(std::string_view index, const SecretKey& key);

// A key that counted, and since which index it does not.
struct Withdrawn {
  std::string key;
  std::uint64_t serial = 0;
};

// The key by which an index is proved to be its publisher's. Nothing of the index is read before.
// Errc::denied says which of the reasons it is: no key is trusted, another key, one that was
// withdrawn or has expired, other bytes than those that were signed.
Result<PublicKey> verify_index(std::string_view index, std::string_view signatures,
                               std::span<const PublicKey> trusted,
                               std::span<const Withdrawn> withdrawn, Time now);

} // namespace platen::update
