#pragma once

#include "auth/principal.h"
#include "base/live.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace platen::auth {

class Tokens;

// Decides who a peer is. Passwords are argon2id hashes in a file of our own ("NAME:ROLE:HASH"
// lines, mode 0600, read again when it changes); tokens are in another (tokens.h). Wrong passwords
// cost time by address and by name (exponential, bounded); comparing takes the same time for a
// wrong name as for a wrong password.
class Gate {
public:
  // Levels: "error", "warning", "info"; from any thread; may be empty. Never gets a secret.
  using Log = std::function<void(std::string_view level, std::string_view text)>;
  struct Options {
    std::filesystem::path users;                         // missing: nobody can log in
    Live<std::vector<std::uint32_t>> administrator_uids; // peers of the Unix socket that
                                                         // administer; the server's own uid and 0
                                                         // always
    std::function<std::int64_t()> clock;                 // milliseconds, monotonic
    Log log;                  // wrong passwords, a users file that cannot be read
    Tokens* tokens = nullptr; // null: there are none; outlives the gate
  };
  struct Caller {
    std::string address;
    std::optional<std::uint32_t> local_uid;
    bool loopback = false;
    bool encrypted = false;
  };
  virtual ~Gate() = default;
  // `authorization` is the value of the field of that name (Basic, or Bearer for a token), or
  // empty. Errc::denied: wrong name, password or token, or one that comes over an unencrypted
  // connection from another machine; Errc::busy: too
  // many wrong ones, try later. May take the time of one argon2id (tens of ms) once in a while;
  // what was proven is remembered for minutes.
  virtual Result<Principal> identify(const Caller& caller, std::string_view authorization) = 0;
};
Result<std::unique_ptr<Gate>> make_gate(Gate::Options options);

inline constexpr std::size_t longest_password = 1024; // bytes

// "$argon2id$..." of a password with fresh salt, and whether a password is the one; constant time
// in the result.
Result<std::string> hash_password(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

// Adds or replaces one line of the users file, atomically.
Result<void> set_user(const std::filesystem::path& users, const std::string& name, Role role,
                      std::string_view password);
Result<void> remove_user(const std::filesystem::path& users, const std::string& name);

// One line of JSON for each act that changes something, kept apart from the log: who, from where,
// what, on what, and how it ended. Never holds secrets or document content. An act that cannot be
// written is done all the same, and the log told once, until there is room again. A file that was
// renamed or removed (as logrotate does) is made anew.
class AuditLog {
public:
  virtual ~AuditLog() = default;
  virtual void record(const Principal& who, std::string_view act, std::string_view object,
                      std::string_view outcome) = 0;
};
Result<std::unique_ptr<AuditLog>> open_audit_log(const std::filesystem::path& file,
                                                 Gate::Log log = {}); // appended to, mode 0600

} // namespace platen::auth
