#pragma once

#include "auth/gate.h"
#include "auth/users.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::auth {

// What programs log in with in place of a password. The token itself ("platen_" and 256 random
// bits) is told once; here is only its digest.
struct Token {
  std::string id; // for people who remove it; not the token
  std::string name, user;
  Scopes scopes = 0;
  std::int64_t created = 0, expires = 0, used = 0; // expires, used: 0: never
};

// The tokens of a file of mode 0600, read again when it changed. A token ends when it expires, is
// removed, and with its user; it survives another password, and follows another role. Thread-safe.
class Tokens {
public:
  static constexpr std::size_t most = 10'000, most_of_a_user = 100;

  struct Options {
    std::filesystem::path file, users;
    std::function<std::int64_t()> clock; // seconds since 1970
    Gate::Log log;                       // from any thread; may be empty. Never gets a token
  };
  struct Made {
    std::string secret;
    Token token;
  };
  struct Found {
    std::string user;
    Role role = Role::user; // as it is now
    Scopes scopes = 0;
  };
  struct Wish {
    std::string name, user; // name: 1..127 characters
    Scopes scopes = 0;      // one at least
    std::int64_t expires = 0;
  };
  using Book = std::map<std::string, Token>; // by the digest of the token

  explicit Tokens(Options options);

  // Errc::invalid, Errc::not_found (no such user), Errc::limit.
  Result<Made> make(const Wish& wish);
  // Uses it. Errc::denied: there is none, or it has ended.
  Result<Found> find(std::string_view secret);
  std::vector<Token> all(); // the newest first
  // `user`: only if it is theirs. Errc::not_found.
  Result<void> remove(const std::string& id, const std::optional<std::string>& user);
  void tick(); // about once a second: removes those of users who are gone, keeps what has changed

private:
  // Reads, changes and writes the file.
  Result<void> change(const std::function<Result<void>(Book&)>& edit);
  bool is_over(const Token& token, const Users& users, std::int64_t now) const;

  const Options options_;
  UsersFile users_; // what is wrong with it the gate tells
  KeptFile<Book> book_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> used_; // by digest, since it was kept
  std::int64_t saved_ = 0;
  std::string told_; // what the log was told last of the file
};

// Of a user who goes, whatever server may run: the next one of that name gets none of them.
Result<void> remove_tokens_of(const std::filesystem::path& file, const std::string& user);

} // namespace platen::auth
