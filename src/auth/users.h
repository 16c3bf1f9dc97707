#pragma once

#include "auth/kept_file.h"
#include "auth/principal.h"
#include "base/result.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace platen::auth {

struct User {
  Role role = Role::user; // not guest
  std::string hash;       // "$argon2id$..."
};
using Users = std::map<std::string, User, std::less<>>;

// The lines "NAME:ROLE:HASH" of a users file, ROLE "user", "operator" or "administrator"; empty
// lines and lines that begin with # are passed over. Errc::malformed names the line.
Result<Users> parse_users(std::string_view text, const std::string& file);
// No users where the file does not exist. Errc::denied when others may read or write it.
Result<Users> read_users(const std::filesystem::path& file);
// Owned as its folder is, when root writes it.
Result<void> write_users(const std::filesystem::path& file, const Users& users);

// 1..127 characters without ":", control characters or blanks at the ends. Errc::invalid.
Result<void> check_user_name(std::string_view name);

// Changes what is given of a user; a new one needs a password, and is a user where nothing else is
// said. Where `guarded`, the last administrator of the file stays one: Errc::conflict.
struct UserChange {
  std::optional<Role> role;
  std::optional<std::string> password;
  std::optional<std::string> hash = {}; // of the password, in its place
};
Result<void> change_user(const std::filesystem::path& file, const std::string& name,
                         const UserChange& change, bool guarded);
Result<void> remove_user(const std::filesystem::path& file, const std::string& name, bool guarded);

// Stands for a user's role and password: another one where either was changed, and with the next
// user of that name.
std::string mark_of(const User& user);

// The users of a file, read again when it changed.
using UsersFile = KeptFile<Users>;

} // namespace platen::auth
