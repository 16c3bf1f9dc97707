#include "doctor_look.h"

#include "client/connection.h"
#include "client/login.h"
#include "client/look_up.h"
#include "doctor/look.h"
#include "doctor/processes.h"
#include "http/certificate.h"
#include "job/folder_lock.h"
#include "own_state.h"
#include "remote/api.h"
#include "remote/session.h"
#include "server/config.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace platen::app {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds patience{5'000};

std::int64_t now() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

// libcups' own rule for where it keeps certificates: root has the system's.
fs::path certificate_folder() {
  const auto home = variable("HOME");
  if (home && ::getuid() != 0) return fs::path(*home) / ".cups/ssl";
  return "/etc/cups/ssl";
}

// Empty: none is kept of that host.
std::string kept_certificate(const std::string& host) {
  std::error_code error;
  const fs::path file = certificate_folder() / (host + ".crt");
  return fs::exists(file, error) ? file.string() : std::string();
}

void see_proxies(doctor::ClientFacts& facts) {
  const std::string except = variable("no_proxy").value_or(variable("NO_PROXY").value_or(""));
  if (except == "*" || except.find(facts.host) != except.npos) return;
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy"})
    if (const auto value = variable(name)) {
      const std::size_t at = value->rfind('@'); // without the login
      facts.proxies.emplace_back(name, at == value->npos ? *value : value->substr(at + 1));
    }
}

void see_tls(doctor::ClientFacts& facts) {
  const doctor::TlsLook look = doctor::look_over_tls(facts.host, facts.port, patience);
  if (look.date) facts.ahead_s = *look.date - facts.now;
  if (look.certificate.empty()) return;
  const auto read = http::read_certificate(look.certificate, {facts.host});
  if (!read) return;
  facts.certificate = {{}, read->self_made, std::chrono::system_clock::to_time_t(read->ends)};
  facts.names_missing = read->missing;
}

std::optional<doctor::Process> state_holder(const fs::path& state) {
  if (!job::FolderLock::is_taken(state)) return std::nullopt;
  std::ifstream file(state / "platen.lock");
  int pid = 0;
  file >> pid;
  return doctor::process_of(pid).value_or(doctor::Process{pid, "?"});
}

// Why no server answers on this machine.
void see_own_machine(const Arguments& arguments, doctor::ClientFacts& facts) {
  const auto paths = state_paths(arguments);
  if (!paths) return;
  std::error_code error;
  facts.socket = paths->socket.string();
  facts.state = paths->state.string();
  facts.socket_left = fs::is_socket(paths->socket, error) &&
                      doctor::reach_local(paths->socket).how == doctor::Reach::How::refused;
  facts.state_exists = fs::exists(paths->state, error);
  facts.user = doctor::own_user();
  if (facts.state_exists && ::access(paths->state.c_str(), W_OK) != 0)
    facts.state_owner = doctor::owner_of(paths->state);
  facts.state_holder = state_holder(paths->state);
  const fs::path file = arguments.has("config") ? fs::path(arguments.get("config")) : paths->config;
  const auto config = server::load_config(file, arguments.has("config"));
  if (!config) facts.config_error = config.error().message();
  facts.port = config ? config->port : facts.port;
  if (!facts.state_holder) facts.port_holder = doctor::holder_of_port(facts.port);
  facts.secrets = {doctor::mode_of(paths->users()), doctor::mode_of(paths->accounts()),
                   doctor::mode_of(paths->key())};
}

std::string encoded(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

Result<void> take_report(const Json& report, doctor::ClientFacts& facts, DoctorView& view) {
  if (!report.is_object() || !report.contains("findings") || !report["findings"].is_array())
    return fail(Errc::malformed, "its answer holds no findings");
  facts.version = report.value("version", "");
  view.dns_records = report.value("dns-records", "");
  for (const Json& one : report["findings"]) {
    TRY(doctor::Finding finding, doctor::finding_from_json(one));
    view.told.push_back(std::move(finding));
  }
  return {};
}

// What the server says of itself, and whether it is one.
Result<void> ask_server(const Arguments& arguments, doctor::ClientFacts& facts, DoctorView& view) {
  auto api = Api::open(arguments);
  if (!api) {
    if (api.error().code == Errc::denied && !facts.here)
      facts.kept_certificate = kept_certificate(facts.host);
    facts.reach.words = api.error().message();
    return {};
  }
  std::string path = "doctor?printer=" + encoded(arguments.get("printer"));
  if (arguments.has("client")) path += "&client=" + encoded(arguments.get("client"));
  const auto report = api->get(path);
  if (report) {
    if (const auto taken = take_report(*report, facts, view); !taken)
      facts.foreign = taken.error().message();
    else
      facts.answers = true;
    return {};
  }
  if (report.error().code == Errc::unreachable) return {};
  const auto session = api->get("session");
  const bool ours = session && session->is_object() && session->contains("role");
  if (!ours) {
    facts.foreign = report.error().message();
    return {};
  }
  const Errc code = report.error().code;
  if (code != Errc::denied) return Failure(report.error()); // a printer that is not there, ...
  facts.answers = true;
  facts.version = session->value("version", std::string(PLATEN_VERSION));
  facts.refused = report.error().message();
  return {};
}

} // namespace

Result<DoctorView> look_from_here(const Arguments& arguments) {
  std::optional<std::string> named;
  if (arguments.has("server")) named = arguments.get("server");
  TRY(const client::ServerAddress address, client::find_server(named));
  doctor::ClientFacts facts;
  facts.own_version = PLATEN_VERSION;
  facts.now = now();
  facts.here = address.on_this_machine();
  facts.text = address.text();
  facts.host = address.socket.empty() ? address.host : std::string();
  facts.port = address.port;
  DoctorView view;
  bool try_it = true;
  if (address.socket.empty()) {
    see_proxies(facts);
    facts.reach = doctor::reach(facts.host, facts.port, patience);
    if (facts.reach.how == doctor::Reach::How::not_resolved)
      facts.resolve_error = facts.reach.words;
    try_it = facts.reach.how == doctor::Reach::How::connected;
    if (try_it && !facts.here) see_tls(facts);
  }
  if (try_it) {
    TRY_VOID(ask_server(arguments, facts, view));
  }
  if (!facts.answers && facts.foreign.empty() && facts.here) see_own_machine(arguments, facts);
  view.answers = facts.answers;
  view.findings = doctor::check_client(facts);
  return view;
}

} // namespace platen::app
