#pragma once

#include "base/result.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
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

// The users of a file, read again when it changed. Thread-safe.
class UsersFile {
public:
  explicit UsersFile(std::filesystem::path file) : file_(std::move(file)) {}
  Result<std::shared_ptr<const Users>> current();

private:
  std::filesystem::path file_;
  std::mutex mutex_;
  std::int64_t changed_ns_ = -1; // of the file that was read; -1: none yet
  std::uint64_t inode_ = 0;
  std::shared_ptr<const Users> users_ = std::make_shared<const Users>();
};

} // namespace platen::auth
