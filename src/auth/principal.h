#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::auth {

// What somebody may do; each role may do all that those before it may.
enum class Role : std::uint8_t {
  guest,            // sees how printers are, and prints where that needs no login
  user,             // logged in, or on this machine: jobs and scans of their own
  printer_operator, // other people's jobs, pausing, maintenance (RFC 8011 section 9.3: Operator)
  administrator,    // printers, users, settings
};

// What the bearer of an API token may do of what its user may; others may all of it.
enum class Scope : std::uint8_t { read, print, scan, operate, administer };
using Scopes = std::uint8_t; // a bit for each Scope
constexpr Scopes bit(Scope scope) {
  return static_cast<Scopes>(1U << static_cast<unsigned>(scope));
}
inline constexpr Scopes all_scopes = 0xff;

// "guest", "user", "operator", "administrator"; "read", "print", "scan", "operate", "administer".
std::string_view to_string(Role role);
std::string_view to_string(Scope scope);
std::optional<Role> parse_role(std::string_view word);
std::optional<Scope> parse_scope(std::string_view word);
std::vector<std::string_view> words_of(Scopes scopes);

// Who asks, as far as it is known. A name in a request ("requesting-user-name") is a claim; this is
// the proof.
struct Principal {
  std::string name;           // authenticated user; empty: nobody has logged in
  bool administrator = false; // may change printers and other people's jobs
  bool local = false;         // came through the Unix socket or loopback
  std::string address;        // for logs: the peer's address, or "local"
  bool operates = false;      // an operator, or an administrator
  Scopes scopes = all_scopes;
  bool authenticated() const { return !name.empty(); }
  bool may_operate() const { return operates || administrator; }
  bool by_token() const { return scopes != all_scopes; }
  bool has(Scope scope) const { return (scopes & bit(scope)) != 0; }
  Role role() const {
    if (administrator) return Role::administrator;
    if (operates) return Role::printer_operator;
    return local || authenticated() ? Role::user : Role::guest;
  }
  void take(Role role) {
    administrator = role == Role::administrator;
    operates = administrator || role == Role::printer_operator;
  }
};

// Somebody with a token who changes something: what the token is not for, its bearer may not, be it
// that its user may. (An administrator's token for printing cancels nobody else's job.)
Principal within_scopes(Principal who);

} // namespace platen::auth
