#include "auth/users.h"

#include "auth/gate.h"
#include "auth/password_hash.h"
#include "auth/private_file.h"
#include "auth/secret_word.h"
#include "base/file.h"

#include <cerrno>
#include <utility>

#include <sys/stat.h>

namespace platen::auth {

namespace {

constexpr std::uint64_t users_bytes = 4 << 20;

Result<std::pair<std::string, User>> parse_line(std::string_view line) {
  const auto first = line.find(':');
  const auto second = first == line.npos ? line.npos : line.find(':', first + 1);
  if (second == line.npos) return fail(Errc::malformed, "is not NAME:ROLE:HASH");
  const std::string name(line.substr(0, first));
  if (auto good = check_user_name(name); !good) return Failure(std::move(good).error());
  const auto role = parse_role(line.substr(first + 1, second - first - 1));
  if (!role || *role == Role::guest)
    return fail(Errc::malformed, "has a role that is none of user, operator and administrator");
  const std::string_view hash = line.substr(second + 1);
  if (!hash.starts_with("$argon2id$")) return fail(Errc::malformed, "has no argon2id hash");
  return std::pair(name, User{*role, std::string(hash)});
}

// Whoever takes the last administrator away has nobody left who could bring one back.
Result<void> check_not_last(const Users& users, const std::string& name) {
  const auto found = users.find(name);
  if (found == users.end() || found->second.role != Role::administrator) return {};
  for (const auto& [other, user] : users)
    if (other != name && user.role == Role::administrator) return {};
  return fail(Errc::conflict, name + " is the last administrator who can log in: make another "
                                     "one first (on the server itself, \"platen user\" does it "
                                     "all the same)");
}

} // namespace

Result<void> check_user_name(std::string_view name) {
  const bool blank_end = !name.empty() && (name.front() == ' ' || name.back() == ' ');
  bool good = !name.empty() && name.size() <= 127 && !blank_end && name.front() != '#';
  for (const char c : name)
    good = good && static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != ':';
  if (good) return {};
  return fail(Errc::invalid,
              "a user name has 1 to 127 characters, no colon or control character, no blank at "
              "an end and no # at the front");
}

Result<Users> parse_users(std::string_view text, const std::string& file) {
  Users users;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    auto user = parse_line(line);
    if (!user)
      return fail(Errc::malformed,
                  file + ":" + std::to_string(number) + ": the line " + user.error().what);
    if (!users.insert(std::move(*user)).second)
      return fail(Errc::malformed,
                  file + ":" + std::to_string(number) + ": the line repeats a user");
  }
  return users;
}

Result<Users> read_users(const std::filesystem::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    if (errno == ENOENT) return Users{};
    return fail(Errc::io, file.string() + ": " + errno_text(errno));
  }
  if ((about.st_mode & 0077) != 0)
    return fail(Errc::denied, file.string() + " may be read by others; \"chmod 600 " +
                                  file.string() + "\" mends that");
  TRY(const Buffer bytes, read_file(file, users_bytes));
  return parse_users(as_text(bytes), file.string());
}

Result<void> write_users(const std::filesystem::path& file, const Users& users) {
  std::string text;
  for (const auto& [name, user] : users)
    text += name + ":" + std::string(to_string(user.role)) + ":" + user.hash + "\n";
  return replace_private_file(file, text);
}

Result<void> change_user(const std::filesystem::path& file, const std::string& name,
                         const UserChange& change, bool guarded) {
  TRY_VOID(check_user_name(name));
  if (change.role == Role::guest)
    return fail(Errc::invalid, "a role is user, operator or administrator");
  if (change.password && change.hash)
    return fail(Errc::invalid, "a password and the hash of one are too much: give one of them");
  std::string hash = change.hash.value_or("");
  if (change.hash) TRY_VOID(check_password_hash(hash));
  if (change.password) {
    TRY(hash, hash_password(*change.password)); // before the lock: it takes its time
  }
  const FolderHold hold(file);
  TRY(Users users, read_users(file));
  const auto found = users.find(name);
  if (found == users.end() && hash.empty())
    return fail(Errc::invalid, "a new user needs a password");
  User after = found == users.end() ? User{} : found->second;
  if (change.role) after.role = *change.role;
  if (!hash.empty()) after.hash = std::move(hash);
  if (guarded && after.role != Role::administrator) TRY_VOID(check_not_last(users, name));
  users.insert_or_assign(name, std::move(after));
  return write_users(file, users);
}

Result<void> set_user(const std::filesystem::path& file, const std::string& name, Role role,
                      std::string_view password) {
  return change_user(file, name, {role, std::string(password)}, false);
}

Result<void> remove_user(const std::filesystem::path& file, const std::string& name, bool guarded) {
  const FolderHold hold(file);
  TRY(Users users, read_users(file));
  if (!users.contains(name)) return fail(Errc::not_found, "there is no user " + name);
  if (guarded) TRY_VOID(check_not_last(users, name));
  users.erase(name);
  return write_users(file, users);
}

Result<void> remove_user(const std::filesystem::path& file, const std::string& name) {
  return remove_user(file, name, false);
}

std::string mark_of(const User& user) {
  return digest_of(std::string(to_string(user.role)) + ":" + user.hash);
}

} // namespace platen::auth
