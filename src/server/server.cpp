#include "server/server.h"

#include "base/thread.h"
#include "intake/escl/service.h"
#include "intake/ipp/shortage.h"
#include "server/announce.h"
#include "server/certificate_desk.h"
#include "server/core.h"
#include "server/demo.h"
#include "server/descriptors.h"
#include "server/doctor.h"
#include "server/event_feed.h"
#include "server/log.h"
#include "server/memory.h"
#include "server/monitoring.h"
#include "server/notify.h"
#include "server/print_scan.h"
#include "server/rest.h"
#include "server/router.h"
#include "server/scanning.h"
#include "server/settings.h"
#include "server/ticker.h"
#include "web/app.h"
#include "web/plain.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include <unistd.h>

namespace platen::server {

namespace {

namespace fs = std::filesystem;

std::string host_name() {
  std::array<char, 256> name{};
  const bool known = ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0';
  return known ? name.data() : "localhost";
}

// Everything that runs, in the order in which it is built; it ends in the opposite one.
class Host {
public:
  explicit Host(ServeOptions options)
      : options_(std::move(options)), config_(options_.config), config_now_(config_),
        config_time_(time_of(options_.paths.config)),
        log_(config_.log_level, config_.log_format, now), log_requests_(config_.log_requests) {}

  Result<void> build();
  Result<void> serve(const Signals& signals);

private:
  Result<void> serve_requests(const Signals& signals);
  http::ServerOptions http_options(const Config& config);
  intake::ipp::Identity identity() const;
  Result<void> open_scanning();
  std::string printer_uuid(const std::string& name) const;
  void build_routes();
  Descriptors make_room(std::size_t connections);
  discovery::ServerFacts announced_facts() const;
  Doctor::Parts doctor_parts();
  void start_announcing();
  void stop_announcing();
  Result<std::vector<std::string>> read_again();
  void reload();
  bool certificate_of_file();
  std::filesystem::path present_certificate();
  void make_settings();
  void tell_of(std::int64_t id, const monitor::Notice& notice);
  intake::api::SettingsServices settings_services();
  Result<void> take(const Config& config);

  ServeOptions options_;
  Config config_;
  Live<Config> config_now_;                                  // the same, for other threads
  std::atomic<std::filesystem::file_time_type> config_time_; // of its file, when it was read
  Log log_;
  std::atomic<bool> log_requests_;
  MemoryWatch memory_, last_memory_{MemoryWatch::for_answers};
  const std::string host_ = host_name();
  std::mutex reloading_;  // of config_: the app changes it as well
  std::mutex announcing_; // the store's thread tells announcements_ of changes
  SharedScanners shared_scanners_;
  std::unique_ptr<Announcements> announcements_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<Scanning> scanning_;
  std::unique_ptr<Demo> demo_;
  std::unique_ptr<intake::ipp::Service> ipp_;
  std::unique_ptr<intake::ipp::Shortage> shortage_;
  std::unique_ptr<Doctor> doctor_;
  std::unique_ptr<Monitoring> monitoring_;
  std::unique_ptr<Settings> settings_;
  std::unique_ptr<CertificateDesk> certificate_;
  std::unique_ptr<Rest> rest_;
  std::unique_ptr<Page> health_;
  std::unique_ptr<web::Plain> plain_;
  web::App app_;
  Router router_;
  std::unique_ptr<http::Server> http_;
};

// For descriptors: the usual 1,024 are less than half of what the usual 4,000 connections need.
Descriptors Host::make_room(std::size_t connections) {
  const std::uint64_t wanted = descriptors_for(connections);
  const std::uint64_t limit = raise_descriptor_limit(wanted);
  const Descriptors share = share_descriptors(limit, connections);
  if (limit < wanted)
    log_.line(LogLevel::warning, "this process may have " + std::to_string(limit) +
                                     " files open, but " + std::to_string(connections) +
                                     " connections need " + std::to_string(wanted) + "; it takes " +
                                     std::to_string(share.connections) +
                                     ": raise the hard limit (LimitNOFILE= of the service, ulimit "
                                     "-Hn), or lower [limits] connections");
  return share;
}

Result<void> Host::build() {
  for (const std::string& line : options_.news)
    log_.line(LogLevel::warning, line);
  TRY(core_, Core::open(config_, options_.paths, log_, [this](const job::Event& event) {
        const std::lock_guard lock(announcing_);
        if (announcements_) announcements_->changed(event);
      }));
  TRY(monitoring_,
      Monitoring::open(
          {.core = *core_,
           .paths = options_.paths,
           .log = log_,
           .told = [this](std::int64_t id, const monitor::Notice& notice) { tell_of(id, notice); }},
          config_));
  TRY(http_, http::open_server(http_options(config_), router_));
  TRY_VOID(open_scanning());
  build_routes();
  if (options_.demo) {
    TRY(demo_, start_demo(core_->store(), core_->models(), options_.paths.state / "virtual", log_,
                          config_.faults));
    for (const Demo::Scanner& scanner : demo_->scanners())
      TRY_VOID(scanning_->put_own({.name = scanner.name,
                                   .uuid = {},
                                   .uri = scanner.uri,
                                   .model = scanner.model,
                                   .info = {},
                                   .location = {}}));
  }
  if (config_.announce) start_announcing();
  return {};
}

http::ServerOptions Host::http_options(const Config& config) {
  http::ServerOptions options;
  options.listen = listen_addresses(config).value(); // checked with the configuration
  options.unix_socket = options_.paths.socket;
  options.certificate = config.certificate;
  options.key = config.key;
  if (const fs::path given = options_.paths.given_tls(); config.certificate.empty()) {
    std::error_code ignored;
    const bool is_given = fs::is_directory(given, ignored);
    options.certificate = is_given ? given / "certificate.pem" : options_.paths.certificate();
    options.key = is_given ? given / "key.pem" : options_.paths.key();
  }
  options.names = {host_, host_.substr(0, host_.find('.'))};
  std::ranges::copy(config.host_names, std::back_inserter(options.names));
  options.threads = std::max(2u, std::thread::hardware_concurrency());
  const Descriptors share = make_room(config.connections);
  options.limits.connections = share.connections;
  options.limits.reserved_descriptors = share.reserved;
  options.limits.connections_per_address = config.connections_per_address;
  options.limits.body_bytes = config.document_bytes;
  options.short_of_memory = [this] { return last_memory_.is_short(); };
  options.log = log_.callback("http");
  options.access = [this](const http::ServerOptions::Access& access) {
    monitoring_->monitor().counters().request(access.path, access.status, access.in, access.out,
                                              access.took);
    if (log_requests_)
      log_.line(LogLevel::info, access.method + " " + access.path,
                {{"status", std::to_string(access.status)},
                 {"from", access.peer.address.empty() ? "local" : access.peer.address},
                 {"in", std::to_string(access.in)},
                 {"out", std::to_string(access.out)},
                 {"us", std::to_string(access.took.count())}});
  };
  return options;
}

intake::ipp::Identity Host::identity() const {
  intake::ipp::Identity identity;
  identity.host = host_;
  const auto addresses = http_->addresses();
  identity.port = addresses.empty() ? config_.port : addresses.front().port;
  identity.uuid = core_->uuid();
  identity.version = PLATEN_VERSION;
  identity.started = now();
  return identity;
}

Result<void> Host::open_scanning() {
  Scanning::Options options{
      .folder = options_.paths.state / "scan",
      .uuid = core_->uuid(),
      .printer_uuid = [this](const std::string& name) { return printer_uuid(name); },
      .log = log_,
      .without_sandbox = config_.open_documents_without_sandbox,
      .print =
          [this](const std::string& printer, const scan::PackedFile& file, const std::string& user,
                 const Cancel& cancel) {
            return print_scan(identity().port, printer, file, user, cancel);
          },
      .changed = [this](const scan::Session& session) { tell_scan(core_->events(), session); },
      .scanner_changed =
          [this](const std::string& name) {
            core_->events().publish({"scanner", name});
          },
      .announce =
          [this](const std::string& name, const SharedScanner* scanner) {
            const std::lock_guard lock(announcing_);
            if (scanner != nullptr)
              shared_scanners_[name] = *scanner;
            else
              shared_scanners_.erase(name);
            if (announcements_) announcements_->scanner_changed(name, scanner);
          },
  };
  TRY(scanning_, Scanning::open(std::move(options)));
  return {};
}

std::string Host::printer_uuid(const std::string& name) const {
  const auto printers = core_->store().printers();
  const auto found = std::ranges::find(*printers, name, &job::Printer::name);
  return found == printers->end() ? std::string() : found->uuid;
}

void Host::build_routes() {
  ipp_ = std::make_unique<intake::ipp::Service>(core_->ipp_services(identity()));
  shortage_ = std::make_unique<intake::ipp::Shortage>(
      *ipp_, [this] { return memory_.is_short(); }, log_.callback("ipp"));
  make_settings();
  doctor_ = std::make_unique<Doctor>(doctor_parts(), *ipp_);
  rest_ = std::make_unique<Rest>(
      Rest::Parts{*core_, *ipp_, *scanning_, *monitoring_, *doctor_, settings_services(),
                  job::StoreFolders{options_.paths.state, spool_folder(config_, options_.paths)}});
  plain_ = std::make_unique<web::Plain>(rest_->handler());
  monitoring_->serve(*scanning_, [this] { return http_->connections(); });
  health_ = std::make_unique<Page>([this] { return health(core_->store()); });
  const auto at = [](std::string path) {
    return [path = std::move(path)](const http::Head& head) { return head.path == path; };
  };
  router_.add(at("/healthz"), *health_);
  router_.add(at("/readyz"), monitoring_->ready());
  router_.add(at("/metrics"), monitoring_->metrics());
  router_.add(web::App::serves, app_);
  router_.add(web::Plain::serves, *plain_);
  router_.add([](const http::Head& head) { return intake::ipp::Service::serves(head.path); },
              *shortage_);
  router_.add([](const http::Head& head) { return intake::api::Service::serves(head.path); },
              rest_->handler());
  router_.add([](const http::Head& head) { return intake::escl::Service::serves(head.path); },
              scanning_->escl());
}

discovery::ServerFacts Host::announced_facts() const {
  discovery::ServerFacts facts;
  facts.host = host_;
  facts.port = identity().port;
  return facts;
}

Doctor::Parts Host::doctor_parts() {
  return {.core = *core_,
          .paths = options_.paths,
          .config = config_now_,
          .read_again = options_.reload,
          .config_time = [this] { return config_time_.load(); },
          .listens = [this] { return http_->addresses(); },
          .announcements =
              [this] {
                const std::lock_guard lock(announcing_);
                return all_announcements(core_->store(), core_->models(), announced_facts(), host_,
                                         shared_scanners_);
              },
          .renew_certificate = [this] { return http_->reload_certificate(); },
          .host = host_,
          .private_words =
              [this] {
                std::vector<std::string> words;
                for (const scan::Destination& one : scanning_->services().catalogue.destinations())
                  for (const std::string& word : {one.name, one.address, one.user})
                    words.push_back(word);
                return words;
              }};
}

void Host::start_announcing() {
  auto announcements = std::make_unique<Announcements>(
      core_->store(), core_->models(), announced_facts(), host_,
      discovery::Announcer::Options{.named = {}, .log = log_.callback("discovery")});
  const std::lock_guard lock(announcing_); // no change between the first look and the following
  announcements->start();
  announcements_ = std::move(announcements);
  scanning_->announce_all();
}

// Outside of the lock, for which the store's thread may wait, and which Avahi's need not know.
void Host::stop_announcing() {
  std::unique_ptr<Announcements> gone;
  const std::lock_guard lock(announcing_);
  gone.swap(announcements_);
}

// Until a signal ends it.
Result<void> Host::serve(const Signals& signals) {
  scanning_->start();
  auto served = core_->start();
  if (served) served = monitoring_->start();
  if (served) served = serve_requests(signals);
  scanning_->end_sessions();
  rest_.reset(); // its threads use all the others
  monitoring_->stop();
  scanning_->stop();
  core_->stop(); // before ipp_ goes: an answer that nobody waits for any more may be in the making
  return served;
}

Result<void> Host::serve_requests(const Signals& signals) {
  const Ticker ticker([this] {
    core_->tick();
    scanning_->tick();
    rest_->tick();
    memory_.is_short(); // so that its reserve is there again
  });
  TRY_VOID(ticker.started());
  TRY(std::thread serving, start_thread([this] { http_->run(); }));
  log_.line(LogLevel::info, "platen " PLATEN_VERSION " serves");
  if (options_.ready) options_.ready(http_->addresses());
  notify_service_manager("READY=1");
  while (signals.wait() == SIGHUP)
    reload();
  notify_service_manager("STOPPING=1");
  log_.line(LogLevel::info, "stopping");
  stop_announcing();
  core_->events().stop(); // streams would hold up the end of the connections
  http_->stop();
  serving.join();
  return {};
}

// All that may change does, or nothing: the files of a certificate are looked at first.
Result<void> Host::take(const Config& config) {
  TRY_VOID(http_->change(http_options(config)));
  log_.set(config.log_level, config.log_format);
  log_requests_ = config.log_requests;
  core_->take(config);
  monitoring_->take(config);
  if (config.announce && !config_.announce) start_announcing();
  if (!config.announce) stop_announcing();
  return {};
}

// Gives the keys that count from the next start on.
Result<std::vector<std::string>> Host::read_again() {
  const std::lock_guard lock(reloading_);
  const auto time = time_of(options_.paths.config);
  TRY(const Config read, options_.reload());
  TRY_VOID(take(without_restart(config_, read)));
  auto later = restart_keys(config_, read);
  for (const std::string& key : later)
    log_.line(LogLevel::warning, key + " was changed: restart the server for it to count");
  config_ = without_restart(config_, read);
  config_now_.set(config_);
  config_time_ = time;
  log_.line(LogLevel::info, "the configuration was read again");
  core_->events().publish({"settings", ""}, {.least = auth::Role::administrator, .owner = {}});
  return later;
}

bool Host::certificate_of_file() {
  const std::lock_guard lock(reloading_);
  return !config_.certificate.empty();
}

fs::path Host::present_certificate() {
  const std::lock_guard lock(reloading_);
  return http_options(config_).certificate;
}

void Host::make_settings() {
  settings_ = std::make_unique<Settings>(options_.paths, [this] { return read_again(); });
  certificate_ = std::make_unique<CertificateDesk>(CertificateDesk::Options{
      .paths = options_.paths,
      .of_file = [this] { return certificate_of_file(); },
      .present = [this] { return present_certificate(); },
      .apply = [this]() -> Result<void> { return read_again().map([](const auto&) {}); }});
}

// Of a job its owner hears, and whoever may look after other people's.
void Host::tell_of(std::int64_t id, const monitor::Notice& notice) {
  intake::api::Audience audience{.least = auth::Role::user, .owner = {}};
  if (!notice.owner.empty()) audience.owner = notice.owner;
  core_->events().publish({"notice", std::to_string(id)}, std::move(audience));
}

intake::api::SettingsServices Host::settings_services() {
  return {.settings = [this] { return settings_->list(); },
          .change_settings = [this](std::string_view json) { return settings_->change(json); },
          .certificate = [this] { return certificate_->show(); },
          .put_certificate = [this](std::string_view json) { return certificate_->put(json); },
          .remove_certificate = [this] { return certificate_->remove(); },
          .accounts = options_.paths.accounts()};
}

void Host::reload() {
  notify_service_manager("RELOADING=1");
  if (const auto taken = read_again(); !taken) {
    log_.line(LogLevel::error, "the configuration stays as it was: " + taken.error().message());
    if (const auto again = http_->reload_certificate(); !again)
      log_.line(LogLevel::error, "the certificate stays as it was: " + again.error().message());
  }
  notify_service_manager("READY=1");
}

} // namespace

Result<void> check_user(bool allow_root) {
  if (::geteuid() != 0 || allow_root) return {};
  return fail(Errc::denied, "the server does not run as root; start it as another user, or say "
                            "--allow-root");
}

Result<void> serve(ServeOptions options, const Signals& signals) {
  return_freed_memory();
  const MemoryReserve reserve;
  Host host(std::move(options));
  TRY_VOID(host.build());
  return host.serve(signals);
}

} // namespace platen::server
