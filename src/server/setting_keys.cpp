#include "server/settings.h"

namespace platen::server {

namespace {

using Type = SettingKey::Type;

constexpr std::int64_t many = std::int64_t{1} << 40;

SettingKey text(std::string_view section, std::string_view key, std::string_view otherwise) {
  return {section, key, Type::text, otherwise};
}
SettingKey texts(std::string_view section, std::string_view key, std::string_view otherwise,
                 bool restart = false) {
  SettingKey made{section, key, Type::texts, otherwise};
  made.restart = restart;
  return made;
}
SettingKey yes_no(std::string_view section, std::string_view key, bool otherwise) {
  return {section, key, Type::boolean, otherwise ? "true" : "false"};
}
SettingKey number(std::string_view section, std::string_view key, std::string_view otherwise,
                  std::int64_t least, std::int64_t most, bool restart = false) {
  SettingKey made{section, key, Type::number, otherwise, least, most};
  made.restart = restart;
  return made;
}
SettingKey choice(std::string_view section, std::string_view key, std::string_view otherwise,
                  std::vector<std::string_view> values) {
  SettingKey made{section, key, Type::choice, otherwise};
  made.values = std::move(values);
  return made;
}

std::vector<SettingKey> all_keys() {
  return {
      text("server", "name", "\"platen\""),
      texts("server", "listen", R"(["127.0.0.1", "::1"])", true),
      number("server", "port", "8631", 1, 65'535, true),
      texts("server", "host-names", "[]"),
      choice("log", "level", "\"info\"", {"debug", "info", "warning", "error"}),
      choice("log", "format", "\"text\"", {"text", "json"}),
      yes_no("log", "requests", false),
      texts("access", "administrators", "[]"),
      yes_no("access", "login-to-print", false),
      yes_no("access", "others-see-jobs", true),
      yes_no("access", "others-see-names", false),
      number("limits", "connections", "4000", 8, 100'000),
      number("limits", "connections-per-address", "256", 1, 100'000),
      number("limits", "document-mb", "4096", 1, 1 << 20),
      number("limits", "jobs-per-user", "10000", 1, 10'000'000),
      number("limits", "mb-per-user", "16384", -1, 1 << 30),
      number("limits", "spool-mb", "-1", -1, 1 << 30),
      number("limits", "free-mb", "256", 0, 1 << 30),
      yes_no("limits", "refuse-beyond-allowance", false),
      number("history", "jobs", "1000000", -1, many),
      number("history", "days", "400", -1, 36'500),
      number("history", "document-days", "7", -1, 36'500),
      number("history", "document-mb", "10240", -1, 1 << 30),
      number("history", "retain-days", "30", -1, 36'500),
      number("history", "unreleased-hours", "168", -1, 876'000),
      yes_no("discovery", "announce", true),
      yes_no("devices", "status", true),
      number("devices", "status-seconds", "30", 1, 3'600),
      yes_no("monitoring", "open", false),
      number("monitoring", "silent-seconds", "60", 1, 86'400),
      yes_no("updates", "check", true),
      choice("printing", "queue", "\"fair\"", {"fair", "age"}),
      number("printing", "workers", "0", 0, 256),
      number("printing", "ahead-mb", "256", 0, 1 << 20),
      number("printing", "spare-renderers", "1", 0, 2),
      number("printing", "spare-seconds", "300", 1, 86'400),
      number("inbox", "lpd-port", "515", 1, 65'535),
      number("inbox", "idle-seconds", "300", 1, 3'600),
  };
}

} // namespace

std::span<const SettingKey> setting_keys() {
  static const std::vector<SettingKey> keys = all_keys();
  return keys;
}

} // namespace platen::server
