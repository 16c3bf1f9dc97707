#pragma once

#include "base/result.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace platen::server {

// Where a server keeps its things.
struct Paths {
  std::filesystem::path config; // platen.toml; may not exist
  std::filesystem::path state;  // the store, users, audit log, certificate
  std::filesystem::path spool;  // documents, unless [server] spool names another folder
  std::filesystem::path socket; // for clients on this machine

  std::filesystem::path users() const { return state / "users"; }
  std::filesystem::path sessions() const { return state / "sessions"; } // of browsers
  std::filesystem::path mail_addresses() const { return state / "mail-addresses"; }
  std::filesystem::path tokens() const { return state / "tokens"; }
  std::filesystem::path accounts() const { return state / "accounts"; }
  std::filesystem::path settings() const { return state / "settings.toml"; } // of the app
  std::filesystem::path models() const { return state / "models"; } // that came alone
  std::filesystem::path audit_log() const { return state / "audit.log"; }
  std::filesystem::path certificate() const { return state / "tls" / "certificate.pem"; }
  std::filesystem::path key() const { return state / "tls" / "key.pem"; }
  // What an administrator put there; a folder, so that both come and go together.
  std::filesystem::path given_tls() const { return state / "tls" / "given"; }
};

using Environment = std::function<std::optional<std::string>(const char* name)>;

// `state_option` (--state): everything under that one folder. Else, for a service that was given
// its folders
// ($STATE_DIRECTORY, as systemd does), /etc/platen, /var/lib/platen, /var/spool/platen and
// /run/platen; else the XDG folders of the user. `config_option` (--config) replaces the first.
// Errc::invalid without a home.
Result<Paths> find_paths(const std::optional<std::string>& config_option,
                         const std::optional<std::string>& state_option,
                         const Environment& environment);

} // namespace platen::server
