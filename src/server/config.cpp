#include "server/config.h"

#include "base/file.h"
#include "faultscript/script.h"
#include "http/host.h"
#include "model/toml_file.h"
#include "model/toml_table.h"
#include "update/source.h"

#include <array>
#include <limits>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>

namespace platen::server {

namespace {

using model::TomlTable;
using model::Word;

constexpr std::array<Word<LogLevel>, 4> level_words{{{LogLevel::debug, "debug"},
                                                     {LogLevel::info, "info"},
                                                     {LogLevel::warning, "warning"},
                                                     {LogLevel::error, "error"}}};
constexpr std::array<Word<job::QueueOrder>, 2> queue_words{
    {{job::QueueOrder::fair, "fair"}, {job::QueueOrder::age, "age"}}};
constexpr std::array<Word<LogFormat>, 2> format_words{
    {{LogFormat::text, "text"}, {LogFormat::json, "json"}}};

constexpr std::int64_t day = 86'400;
constexpr std::int64_t mebibyte = 1 << 20;
constexpr std::int64_t many = std::int64_t{1} << 40; // more than anybody means

template<class T>
Result<void> number(TomlTable& table, std::string_view key, std::int64_t least, std::int64_t most,
                    std::int64_t unit, T& into) {
  TRY(const auto value, table.find<std::int64_t>(key));
  if (!value) return {};
  if (*value < least || *value > most)
    return model::fail_at(table.where(key), table.title() + " " + std::string(key) + " is " +
                                                std::to_string(*value) + "; it may be " +
                                                std::to_string(least) + " to " +
                                                std::to_string(most));
  into = static_cast<T>(*value < 0 ? *value : *value * unit); // -1 stays "no bound"
  return {};
}

template<class T> Result<void> value(TomlTable& table, std::string_view key, T& into) {
  TRY(auto found, table.find<T>(key));
  if (found) into = std::move(*found);
  return {};
}

Result<void> path(TomlTable& table, std::string_view key, std::filesystem::path& into) {
  std::string text;
  TRY_VOID(value(table, key, text));
  if (!table.has(key)) return {};
  if (!text.starts_with('/'))
    return model::fail_at(table.where(key),
                          table.title() + " " + std::string(key) + " is not an absolute path");
  into = text;
  return {};
}

Result<void> read_server(TomlTable table, Config& config) {
  TRY_VOID(value(table, "name", config.name));
  TRY_VOID(value(table, "listen", config.listen));
  TRY_VOID(number(table, "port", 0, 65'535, 1, config.port));
  TRY_VOID(value(table, "host-names", config.host_names));
  for (const std::string& name : config.host_names)
    if (!http::is_host_name(name))
      return model::fail_at(table.where("host-names"), "\"" + name + "\" is no host name");
  TRY_VOID(path(table, "spool", config.spool));
  if (auto usable = listen_addresses(config); !usable)
    return model::fail_at(table.where("listen"), usable.error().what);
  return table.finish();
}

Result<void> read_tls(TomlTable table, Config& config) {
  TRY_VOID(path(table, "certificate", config.certificate));
  TRY_VOID(path(table, "key", config.key));
  if (config.certificate.empty() != config.key.empty())
    return model::fail_at(table.where(), "[tls] needs both certificate and key, or neither");
  return table.finish();
}

Result<void> read_log(TomlTable table, Config& config) {
  TRY(const auto level, table.find_word("level", level_words));
  config.log_level = level.value_or(config.log_level);
  TRY(const auto format, table.find_word("format", format_words));
  config.log_format = format.value_or(config.log_format);
  TRY_VOID(value(table, "requests", config.log_requests));
  return table.finish();
}

Result<std::uint32_t> uid_of(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> text(1 << 16);
  const int status = ::getpwnam_r(name.c_str(), &entry, text.data(), text.size(), &found);
  if (found != nullptr) return entry.pw_uid;
  return fail(Errc::invalid,
              status == 0 ? "this machine has no user " + name
                          : "the user " + name + " cannot be looked up: " + errno_text(status));
}

Result<void> read_access(TomlTable table, Config& config) {
  std::vector<std::string> administrators;
  TRY_VOID(value(table, "administrators", administrators));
  if (table.has("administrators")) config.administrators.clear();
  for (const std::string& name : administrators) {
    const auto uid = uid_of(name);
    if (!uid)
      return model::fail_at(table.where("administrators"),
                            "[access] administrators: " + uid.error().what);
    config.administrators.push_back(*uid);
  }
  TRY_VOID(value(table, "login-to-print", config.policy.login_to_print));
  TRY_VOID(value(table, "others-see-jobs", config.policy.others_see_jobs));
  TRY_VOID(value(table, "others-see-names", config.policy.others_see_names));
  return table.finish();
}

Result<void> read_limits(TomlTable table, Config& config) {
  TRY_VOID(number(table, "connections", 8, 100'000, 1, config.connections));
  TRY_VOID(number(table, "connections-per-address", 1, 100'000, 1, config.connections_per_address));
  TRY_VOID(number(table, "document-mb", 1, 1 << 20, mebibyte, config.document_bytes));
  intake::ipp::Policy& policy = config.policy;
  TRY_VOID(number(table, "jobs-per-user", 1, 10'000'000, 1, policy.jobs_per_user));
  TRY_VOID(number(table, "mb-per-user", -1, 1 << 30, mebibyte, policy.bytes_per_user));
  TRY_VOID(number(table, "spool-mb", -1, 1 << 30, mebibyte, policy.spool_bytes));
  TRY_VOID(number(table, "free-mb", 0, 1 << 30, mebibyte, policy.free_bytes));
  TRY_VOID(value(table, "refuse-beyond-allowance", policy.refuse_beyond_limits));
  return table.finish();
}

Result<void> read_history(TomlTable table, Config& config) {
  job::Retention& keep = config.retention;
  TRY_VOID(number(table, "jobs", -1, many, 1, keep.history_jobs));
  TRY_VOID(number(table, "days", -1, 36'500, day, keep.history_seconds));
  TRY_VOID(number(table, "document-days", -1, 36'500, day, keep.document_seconds));
  TRY_VOID(number(table, "document-mb", -1, 1 << 30, mebibyte, keep.document_bytes));
  TRY_VOID(number(table, "retain-days", -1, 36'500, day, keep.retained_seconds));
  constexpr std::int64_t hour = 3'600, most_hours = 876'000;
  TRY_VOID(number(table, "unreleased-hours", -1, most_hours, hour, config.unreleased_seconds));
  config.policy.retained_seconds = keep.retained_seconds;
  return table.finish();
}

Result<void> read_security(TomlTable table, Config& config) {
  TRY_VOID(value(table, "open-documents-without-sandbox", config.open_documents_without_sandbox));
  return table.finish();
}

Result<void> read_discovery(TomlTable table, Config& config) {
  TRY_VOID(value(table, "announce", config.announce));
  return table.finish();
}

Result<void> read_devices(TomlTable table, Config& config) {
  TRY_VOID(value(table, "status", config.ask_devices));
  std::int64_t seconds = config.status_interval.count();
  TRY_VOID(number(table, "status-seconds", 1, 3'600, 1, seconds));
  config.status_interval = std::chrono::seconds(seconds);
  return table.finish();
}

Result<void> read_monitoring(TomlTable table, Config& config) {
  TRY_VOID(value(table, "open", config.metrics_open));
  TRY_VOID(number(table, "silent-seconds", 1, 86'400, 1, config.silent_seconds));
  TRY_VOID(value(table, "webhook-hosts", config.webhook_hosts));
  return table.finish();
}

Result<void> read_updates(TomlTable table, Config& config) {
  TRY_VOID(value(table, "source", config.updates.source));
  if (!config.updates.source.empty())
    if (const auto right = update::check_source(config.updates.source); !right)
      return model::fail_at(table.where("source"), "[updates] source: " + right.error().what);
  std::vector<std::string> keys;
  TRY_VOID(value(table, "keys", keys));
  if (table.has("keys")) config.updates.keys.clear();
  for (const std::string& one : keys) {
    const auto key = update::parse_key(one);
    if (!key) return model::fail_at(table.where("keys"), "[updates] keys: " + key.error().what);
    config.updates.keys.push_back(*key);
  }
  TRY_VOID(path(table, "trust", config.updates_trust));
  TRY_VOID(value(table, "check", config.updates_check));
  std::int64_t seconds = config.updates_patience.count();
  TRY_VOID(number(table, "seconds", 1, 3'600, 1, seconds));
  config.updates_patience = std::chrono::seconds(seconds);
  return table.finish();
}

Result<void> read_printing(TomlTable table, Config& config) {
  TRY(const auto queue, table.find_word("queue", queue_words));
  config.queue = queue.value_or(config.queue);
  TRY_VOID(number(table, "workers", 0, 256, 1, config.workers));
  TRY_VOID(number(table, "ahead-mb", 0, 1 << 20, mebibyte, config.ahead_bytes));
  TRY_VOID(number(table, "spare-renderers", 0, render::most_spares, 1, config.spares.count));
  std::int64_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(config.spares.idle).count();
  TRY_VOID(number(table, "spare-seconds", 1, 86'400, 1, seconds));
  config.spares.idle = std::chrono::seconds(seconds);
  return table.finish();
}

Result<void> read_inbox(TomlTable table, Config& config) {
  TRY_VOID(number(table, "lpd-port", 1, 65'535, 1, config.lpd_port));
  TRY_VOID(number(table, "idle-seconds", 1, 3'600, 1, config.inbox_idle_seconds));
  return table.finish();
}

// The scripts are read with the configuration, so that a wrong one is told at once.
Result<void> read_demo(TomlTable table, Config& config) {
  TRY(auto faults, table.find_table("faults"));
  TRY_VOID(table.finish());
  if (!faults) return {};
  for (const std::string_view printer : {"pro-1000", "ir1020", "ir1024"}) {
    std::filesystem::path file;
    TRY_VOID(path(*faults, printer, file));
    if (file.empty()) continue;
    TRY(config.faults[std::string(printer)], faultscript::load(file));
  }
  return faults->finish();
}

using Section = Result<void> (*)(TomlTable, Config&);
constexpr std::array<std::pair<std::string_view, Section>, 14> sections{
    {{"server", read_server},
     {"tls", read_tls},
     {"log", read_log},
     {"access", read_access},
     {"limits", read_limits},
     {"history", read_history},
     {"security", read_security},
     {"discovery", read_discovery},
     {"devices", read_devices},
     {"monitoring", read_monitoring},
     {"updates", read_updates},
     {"printing", read_printing},
     {"inbox", read_inbox},
     {"demo", read_demo}}};

} // namespace

namespace {

// What the text says; the rest of the configuration stays.
Result<void> read_over(std::string_view toml, const std::filesystem::path& file, Config& config) {
  TRY(const auto root, model::parse_toml(toml, file));
  TomlTable table(root, "the configuration");
  for (const auto& [name, read] : sections) {
    TRY(auto section, table.find_table(name));
    if (section) TRY_VOID(read(std::move(*section), config));
  }
  return table.finish();
}

} // namespace

Result<Config> parse_config(std::string_view toml, const std::filesystem::path& file) {
  Config config;
  TRY_VOID(read_over(toml, file, config));
  return config;
}

Result<Config> load_config(const Paths& paths, bool must_exist) {
  Config config;
  std::error_code error;
  if (std::filesystem::exists(paths.settings(), error)) {
    TRY(const auto text, model::read_toml_text(paths.settings()));
    TRY_VOID(read_over(text, paths.settings(), config));
  }
  if (!must_exist && !std::filesystem::exists(paths.config, error) && !error) return config;
  TRY(const auto text, model::read_toml_text(paths.config));
  TRY_VOID(read_over(text, paths.config, config));
  return config;
}

Result<Config> load_config(const std::filesystem::path& file, bool must_exist) {
  std::error_code error;
  if (!must_exist && !std::filesystem::exists(file, error) && !error) return Config{};
  TRY(const auto text, model::read_toml_text(file));
  return parse_config(text, file);
}

std::vector<std::string> restart_keys(const Config& was, const Config& is) {
  std::vector<std::string> keys;
  if (was.listen != is.listen) keys.emplace_back("[server] listen");
  if (was.port != is.port) keys.emplace_back("[server] port");
  if (was.spool != is.spool) keys.emplace_back("[server] spool");
  if (was.open_documents_without_sandbox != is.open_documents_without_sandbox)
    keys.emplace_back("[security] open-documents-without-sandbox");
  if (was.faults != is.faults) keys.emplace_back("[demo.faults]");
  return keys;
}

Config without_restart(const Config& was, Config is) {
  is.listen = was.listen;
  is.port = was.port;
  is.spool = was.spool;
  is.open_documents_without_sandbox = was.open_documents_without_sandbox;
  is.faults = was.faults;
  return is;
}

namespace {

// Without IPv6 in the kernel, "::" and "::1" are nothing that a server could listen on.
bool has_ipv6() {
  const UniqueFd probe(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  return probe &&
         ::bind(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

} // namespace

intake::inbox::Settings inbox_settings(const Config& config) {
  return {.lpd_port = config.lpd_port,
          .idle = std::chrono::seconds(config.inbox_idle_seconds),
          .most_bytes = config.document_bytes};
}

std::filesystem::path spool_folder(const Config& config, const Paths& paths) {
  return config.spool.empty() ? paths.spool : config.spool;
}

Result<std::vector<http::ListenAddress>> listen_addresses(const Config& config) {
  std::vector<http::ListenAddress> addresses;
  for (const std::string& text : config.listen) {
    in6_addr parsed{};
    if (text == "*") {
      addresses.push_back({"0.0.0.0", config.port});
      if (has_ipv6()) addresses.push_back({"::", config.port});
    } else if (text == "::1" && !has_ipv6()) {
      continue;
    } else if (::inet_pton(AF_INET, text.c_str(), &parsed) == 1 ||
               ::inet_pton(AF_INET6, text.c_str(), &parsed) == 1) {
      addresses.push_back({text, config.port});
    } else {
      return fail(Errc::invalid, "\"" + text +
                                     "\" is no numeric address; an address to listen on is "
                                     "like 192.0.2.7, 2001:db8::1, or * for every one");
    }
  }
  return addresses;
}

} // namespace platen::server
