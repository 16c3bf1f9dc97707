#pragma once

#include "auth/basic.h"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace platen::auth {

// Remembers for some minutes which passwords were right, so that a client that sends its own with
// each request costs one argon2id and not hundreds. Keeps no password: an HMAC of it under a key
// that exists in this process alone; a changed hash in the users file forgets it.
class Proven {
public:
  static constexpr std::int64_t lasts_ms = 5 * 60'000;
  static constexpr std::size_t most = 1'000;

  Proven();
  bool holds(const Credentials& given, const std::string& hash, std::int64_t now_ms);
  void remember(const Credentials& given, const std::string& hash, std::int64_t now_ms);

private:
  using Digest = std::array<unsigned char, 32>;
  struct Entry {
    Digest digest;
    std::int64_t until_ms = 0;
  };
  Digest digest(const Credentials& given, const std::string& hash) const;

  Digest key_{};
  std::mutex mutex_;
  std::map<std::string, Entry> entries_; // by user name
};

} // namespace platen::auth
