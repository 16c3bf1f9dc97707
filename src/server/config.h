#pragma once

#include "base/limits.h"
#include "http/server.h"
#include "intake/inbox/inboxes.h"
#include "intake/ipp/service.h"
#include "job/store.h"
#include "render/spares.h"
#include "schedule/scheduler.h"
#include "server/log.h"
#include "server/paths.h"
#include "update/trust.h"
#include "update/update_limits.h"
#include "virtual/fault.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace platen::server {

// What platen.toml says; docs/man/platen.toml.5 explains each key. The defaults are a server for
// this machine alone.
struct Config {
  // [server]
  std::string name = "platen";                         // system-name
  std::vector<std::string> listen{"127.0.0.1", "::1"}; // numeric addresses; "*" is every one
  std::uint16_t port = 8631;
  std::vector<std::string> host_names; // further names that clients use
  std::filesystem::path spool;         // holds the documents; empty: as the paths say
  // [tls]
  std::filesystem::path certificate, key; // empty: the server's own
  // [log]
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  bool log_requests = false;
  // [access]
  std::vector<std::uint32_t> administrators; // users of this machine, by the Unix socket
  intake::ipp::Policy policy;
  // [limits]
  std::size_t connections = limits::http_connections;
  std::size_t connections_per_address = limits::http_connections_per_address;
  std::uint64_t document_bytes = 4ULL << 30;
  // [history]
  job::Retention retention;
  std::int64_t unreleased_seconds = 7LL * 86'400; // that a job waits for its PIN; -1: no bound
  // [security]
  bool open_documents_without_sandbox = false; // on a kernel that cannot confine the workers
  // [discovery]
  bool announce = true;
  // [devices]
  bool ask_devices = true; // how they are
  std::chrono::seconds status_interval{30};
  // [monitoring]
  bool metrics_open = false; // /metrics is for everybody
  std::int64_t silent_seconds = 60;
  std::vector<std::string> webhook_hosts; // that webhooks may have on this machine or its link
  // [updates]
  update::Settings updates;             // where models come from, and whom they are believed from
  std::filesystem::path updates_trust;  // certificates of that server; empty: the system's
  bool updates_check = true;            // each day, if there is a source
  std::chrono::seconds updates_patience = update::limits::patience; // for one file
  // [printing]
  job::QueueOrder queue = job::QueueOrder::fair;
  std::size_t workers = 0; // 0: as many as there are processors
  std::uint64_t ahead_bytes = 256ULL << 20;
  render::SpareSettings spares;
  // [inbox]: of systems that know no IPP
  std::uint16_t lpd_port = 515;
  std::int64_t inbox_idle_seconds = 300;
  // [demo]: what goes wrong with the virtual devices, by the name of the printer
  std::map<std::string, twin::FaultScript> faults;
};

// Errors are "FILE:LINE:COLUMN: message"; unknown keys are errors too.
Result<Config> parse_config(std::string_view toml, const std::filesystem::path& file);
// The defaults where the file does not exist, unless it `must_exist`.
Result<Config> load_config(const std::filesystem::path& file, bool must_exist);
// The same with what people set in the app, where the file is silent.
Result<Config> load_config(const Paths& paths, bool must_exist);
intake::inbox::Settings inbox_settings(const Config& config);
// The folder that holds the documents.
std::filesystem::path spool_folder(const Config& config, const Paths& paths);

// What `is` says otherwise than `was` and a running server cannot take over: "[server] port", ...
std::vector<std::string> restart_keys(const Config& was, const Config& is);
// `is`, with what needs a restart as in `was`: what is in force once the rest was taken over.
Config without_restart(const Config& was, Config is);

// The addresses as the HTTP server takes them. Errc::invalid names what is no numeric address.
Result<std::vector<http::ListenAddress>> listen_addresses(const Config& config);

} // namespace platen::server
