#pragma once

#include "auth/kept_file.h"
#include "base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace platen::auth {

struct User {
  bool administrator = false;
  std::string hash; // "$argon2id$..."
};
using Users = std::map<std::string, User, std::less<>>;

// The lines "NAME:ROLE:HASH" of a users file, ROLE "user" or "administrator"; empty lines and lines
// that begin with # are passed over. Errc::malformed names the line.
Result<Users> parse_users(std::string_view text, const std::string& file);
// No users where the file does not exist. Errc::denied when others may read or write it.
Result<Users> read_users(const std::filesystem::path& file);
// Owned as its folder is, when root writes it.
Result<void> write_users(const std::filesystem::path& file, const Users& users);

// 1..127 characters without ":", control characters or blanks at the ends. Errc::invalid.
Result<void> check_user_name(std::string_view name);

// The users of a file, read again when it changed.
using UsersFile = KeptFile<Users>;

} // namespace platen::auth
