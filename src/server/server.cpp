#include "server/server.h"

#include "server/announce.h"
#include "server/core.h"
#include "server/demo.h"
#include "server/log.h"
#include "server/notify.h"
#include "server/router.h"
#include "server/ticker.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <thread>
#include <utility>

#include <unistd.h>

namespace platen::server {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  const bool known = ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0';
  return known ? name.data() : "localhost";
}

// Everything that runs, in the order in which it is built; it ends in the opposite one.
class Host {
public:
  explicit Host(ServeOptions options)
      : options_(std::move(options)), config_(options_.config),
        log_(config_.log_level, config_.log_format, now) {}

  Result<void> build();
  void serve(const Signals& signals);

private:
  http::ServerOptions http_options();
  intake::ipp::Identity identity() const;
  void build_routes();
  void start_announcing();
  void reload();

  ServeOptions options_;
  Config config_;
  Log log_;
  const std::string host_ = host_name();
  std::mutex announcing_; // the store's thread tells announcements_ of changes
  std::unique_ptr<Announcements> announcements_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<Demo> demo_;
  std::unique_ptr<intake::ipp::Service> ipp_;
  std::unique_ptr<Page> health_, overview_;
  Router router_;
  std::unique_ptr<http::Server> http_;
};

Result<void> Host::build() {
  TRY(core_, Core::open(config_, options_.paths, log_, [this](const job::Event& event) {
        const std::lock_guard lock(announcing_);
        if (announcements_) announcements_->changed(event);
      }));
  TRY(http_, http::open_server(http_options(), router_));
  build_routes();
  if (options_.demo) {
    TRY(demo_, start_demo(core_->store(), core_->models(), options_.paths.state / "virtual", log_,
                          config_.faults));
  }
  if (config_.announce) start_announcing();
  return {};
}

http::ServerOptions Host::http_options() {
  http::ServerOptions options;
  options.listen = listen_addresses(config_).value(); // checked with the configuration
  options.unix_socket = options_.paths.socket;
  const bool own = config_.certificate.empty();
  options.certificate = own ? options_.paths.certificate() : config_.certificate;
  options.key = own ? options_.paths.key() : config_.key;
  options.names = {host_, host_.substr(0, host_.find('.'))};
  std::ranges::copy(config_.host_names, std::back_inserter(options.names));
  options.threads = std::max(2u, std::thread::hardware_concurrency());
  options.limits.connections = config_.connections;
  options.limits.body_bytes = config_.document_bytes;
  options.log = log_.callback("http");
  if (config_.log_requests)
    options.access = [this](const http::ServerOptions::Access& access) {
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
  identity.name = config_.name;
  identity.version = PLATEN_VERSION;
  identity.started = now();
  return identity;
}

void Host::build_routes() {
  ipp_ = std::make_unique<intake::ipp::Service>(core_->ipp_services(config_, identity()));
  health_ = std::make_unique<Page>([this] { return health(core_->store()); });
  overview_ =
      std::make_unique<Page>([this] { return overview(core_->store(), core_->scheduler()); });
  const auto at = [](std::string path) {
    return [path = std::move(path)](const http::Head& head) { return head.path == path; };
  };
  router_.add(at("/healthz"), *health_);
  router_.add([](const http::Head& head) { return head.path == "/" && head.method != "POST"; },
              *overview_);
  router_.add([](const http::Head& head) { return intake::ipp::Service::serves(head.path); },
              *ipp_);
}

void Host::start_announcing() {
  discovery::ServerFacts facts;
  facts.host = host_;
  facts.port = identity().port;
  auto announcements = std::make_unique<Announcements>(
      core_->store(), core_->models(), std::move(facts), host_,
      discovery::Announcer::Options{.named = {}, .log = log_.callback("discovery")});
  const std::lock_guard lock(announcing_); // no change between the first look and the following
  announcements->start();
  announcements_ = std::move(announcements);
}

void Host::serve(const Signals& signals) {
  core_->start();
  const Ticker ticker([this] { core_->tick(); });
  std::thread serving([this] { http_->run(); });
  log_.line(LogLevel::info, "platen " PLATEN_VERSION " serves");
  if (options_.ready) options_.ready(http_->addresses());
  notify_service_manager("READY=1");
  while (signals.wait() == SIGHUP)
    reload();
  notify_service_manager("STOPPING=1");
  log_.line(LogLevel::info, "stopping");
  {
    const std::lock_guard lock(announcing_);
    announcements_.reset();
  }
  http_->stop();
  serving.join();
  core_->stop();
}

// What can change while clients are served; the rest waits for a restart.
void Host::reload() {
  notify_service_manager("RELOADING=1");
  auto config = options_.reload();
  if (!config) {
    log_.line(LogLevel::error, "the configuration stays as it was: " + config.error().message());
  } else {
    config_ = std::move(*config);
    log_.set(config_.log_level, config_.log_format);
    log_.line(LogLevel::info, "the configuration was read again");
  }
  if (const auto reloaded = http_->reload_certificate(); !reloaded)
    log_.line(LogLevel::error, "the certificate stays as it was: " + reloaded.error().message());
  notify_service_manager("READY=1");
}

} // namespace

Result<void> check_user(bool allow_root) {
  if (::geteuid() != 0 || allow_root) return {};
  return fail(Errc::denied, "the server does not run as root; start it as another user, or say "
                            "--allow-root");
}

Result<void> serve(ServeOptions options, const Signals& signals) {
  Host host(std::move(options));
  TRY_VOID(host.build());
  host.serve(signals);
  return {};
}

} // namespace platen::server
