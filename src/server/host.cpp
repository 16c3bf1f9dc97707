#include "server/host.h"

#include "base/thread.h"
#include "intake/escl/service.h"
#include "server/notify.h"
#include "server/ticker.h"

namespace platen::server {

Result<void> Host::build() {
  for (const std::string& line : options_.news)
    log_.line(LogLevel::warning, line);
  const bool was_given = !options_.given.empty();
  TRY(core_, Core::open(config_, options_.paths, log_, [this](const job::Event& event) {
        const std::lock_guard lock(announcing_);
        if (announcements_) announcements_->changed(event);
        const bool of_printer = event.kind == job::Event::Kind::printer_added ||
                                event.kind == job::Event::Kind::printer_changed ||
                                event.kind == job::Event::Kind::printer_removed;
        if (of_printer && inboxes_) inboxes_->changed();
      }));
  TRY(monitoring_,
      Monitoring::open(
          {.core = *core_,
           .paths = options_.paths,
           .log = log_,
           .told = [this](std::int64_t id, const monitor::Notice& notice) { tell_of(id, notice); }},
          config_));
  TRY(http_, http::open_server(http_options(config_), router_, std::move(options_.given)));
  if (was_given)
    log_.line(LogLevel::info, "listens on the sockets that the service manager opened; what "
                              "platen.toml says of addresses of their kind does not count");
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

void Host::build_routes() {
  ipp_ = std::make_unique<intake::ipp::Service>(ipp_services());
  make_inboxes();
  shortage_ = std::make_unique<intake::ipp::Shortage>(
      *ipp_, [this] { return memory_.is_short(); }, log_.callback("ipp"));
  make_settings();
  doctor_ = std::make_unique<Doctor>(doctor_parts(), *ipp_);
  updates_ = std::make_unique<Updates>(updates_parts());
  rest_ = std::make_unique<Rest>(
      Rest::Parts{*core_, *ipp_, *scanning_, *monitoring_, *doctor_, *updates_, settings_services(),
                  job::StoreFolders{options_.paths.state, spool_folder(config_, options_.paths)}});
  plain_ = std::make_unique<web::Plain>(rest_->handler());
  install_ = std::make_unique<web::Install>(web::Install::Options{
      .api = rest_->handler(), .facts = [this] { return install_facts(); }, .seen = seen_});
  monitoring_->serve(
      *scanning_, [this] { return http_->connections(); }, inboxes_->counts());
  health_ = std::make_unique<Page>([this] { return health(core_->store()); });
  const auto at = [](std::string path) {
    return [path = std::move(path)](const http::Head& head) { return head.path == path; };
  };
  router_.add(at("/healthz"), *health_);
  router_.add(at("/readyz"), monitoring_->ready());
  router_.add(at("/metrics"), monitoring_->metrics());
  router_.add(web::App::serves, app_);
  router_.add(web::Plain::serves, *plain_);
  router_.add(web::Install::serves, *install_);
  router_.add([](const http::Head& head) { return intake::ipp::Service::serves(head.path); },
              *shortage_);
  router_.add([](const http::Head& head) { return intake::api::Service::serves(head.path); },
              rest_->handler());
  router_.add([](const http::Head& head) { return intake::escl::Service::serves(head.path); },
              scanning_->escl());
}

// Until a signal ends it.
Result<void> Host::serve(const Signals& signals) {
  scanning_->start();
  auto served = core_->start();
  if (served) served = monitoring_->start();
  if (served) served = inboxes_->start();
  if (served) served = serve_requests(signals);
  inboxes_->stop(); // its clients' jobs that are not whole are not taken
  scanning_->end_sessions();
  updates_->stop();
  rest_.reset(); // its threads use all the others
  monitoring_->stop();
  scanning_->stop();
  core_->stop(); // before ipp_ goes: an answer that nobody waits for any more may be in the making
  return served;
}

Result<void> Host::serve_requests(const Signals& signals) {
  const bool watched = service_manager_watches();
  const Ticker ticker([this, watched] {
    core_->tick();
    scanning_->tick();
    rest_->tick();
    updates_->tick();
    memory_.is_short(); // so that its reserve is there again
    if (watched) notify_service_manager("WATCHDOG=1");
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

} // namespace platen::server
