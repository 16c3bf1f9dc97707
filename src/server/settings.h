#pragma once

#include "base/result.h"
#include "server/config.h"
#include "server/paths.h"

#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace platen::server {

// One key of platen.toml that the app may set too. What names files of this machine, and what
// lowers its guard, is for platen.toml alone.
struct SettingKey {
  enum class Type : std::uint8_t { text, texts, number, boolean, choice };
  std::string_view section, key;
  Type type = Type::text;
  std::string_view otherwise;             // the default, as in TOML
  std::int64_t least = 0, most = 0;       // of numbers
  std::vector<std::string_view> values{}; // of choices
  bool restart = false;                   // counts from the next start on
};
std::span<const SettingKey> setting_keys();

// What people set in the app: STATE/settings.toml, which counts where platen.toml is silent.
// From any thread.
class Settings {
public:
  // Takes what the files say now into use; gives the keys that count from the next start on.
  using Apply = std::function<Result<std::vector<std::string>>()>;
  Settings(Paths paths, Apply apply) : paths_(std::move(paths)), apply_(std::move(apply)) {}

  // All keys with their values, as docs/protocols/rest.md has them.
  Result<std::string> list() const;
  // {KEY: VALUE or null, ...}: all of them or none. Errc::conflict: platen.toml says it;
  // Errc::invalid names the key. {"restart": [KEY, ...]}
  Result<std::string> change(std::string_view json);

private:
  Paths paths_;
  const Apply apply_;
  std::mutex mutex_; // one change at a time
};

} // namespace platen::server
