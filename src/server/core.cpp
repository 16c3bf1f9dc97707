#include "server/core.h"

#include "flow/page_layers.h"
#include "intake/api/asker.h"
#include "intake/ipp/admission.h"
#include "intake/ipp/job_account.h"
#include "intake/ipp/job_template.h"
#include "render/document.h"
#include "render/sandbox/protection.h"
#include "render/sniff.h"
#include "schedule/print_job.h"
#include "server/event_feed.h"
#include "update/pins.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace platen::server {

namespace {

std::int64_t steady_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

// What time-outs are counted by: nobody sets it.
job::Time steady() {
  return steady_ms() / 1'000;
}

constexpr std::chrono::milliseconds standard_pause{30'000}; // of LanguageWatch, at most

std::size_t workers_of(const Config& config) {
  return config.workers != 0 ? config.workers
                             : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

namespace fs = std::filesystem;

constexpr fs::perms for_us_alone = fs::perms::owner_all;
constexpr fs::perms for_everybody = fs::perms::owner_all | fs::perms::group_read |
                                    fs::perms::group_exec | fs::perms::others_read |
                                    fs::perms::others_exec;

Result<void> make_folder(const fs::path& folder, fs::perms mode = for_us_alone) {
  std::error_code error;
  const bool fresh = fs::create_directories(folder, error);
  if (fresh && !error) fs::permissions(folder, mode, error);
  if (!error) return {};
  return fail(Errc::io, "the folder " + folder.string() + " cannot be made: " + error.message());
}

// A value that the store keeps for the server's whole life, made at the first start.
Result<std::string> lasting(job::Store& store, const std::string& key, const std::string& fresh) {
  if (auto known = store.setting(key)) return known;
  TRY_VOID(job::wait<void>([&](auto done) { store.set_setting(key, fresh, std::move(done)); }));
  return fresh;
}

// Jobs are not taken where none could be printed.
Result<std::string> check_protection(const Config& config) {
  auto lacking = render::sandbox::check_protection(config.open_documents_without_sandbox);
  if (lacking) return lacking;
  return fail(lacking.error().code,
              lacking.error().what +
                  " (or, at your own risk, the key "
                  "open-documents-without-sandbox in [security] of platen.toml)");
}

// A stream lasts for half an hour, and a role shall not last longer than it does. What was proven
// of a password is remembered (auth/proven.h).
bool still_may_listen(auth::Gate& gate, auth::Sessions& sessions, const intake::api::Call& call) {
  if (call.session) return sessions.role_in(call.session->id) == call.principal.role();
  const std::string_view authorization = call.head.field("authorization");
  if (authorization.empty()) return true; // known by where it comes from
  const auto again = gate.identify(intake::api::caller_of(call.head.peer), authorization);
  return again && again->role() == call.principal.role() && again->scopes == call.principal.scopes;
}

} // namespace

job::Time now() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

Result<std::unique_ptr<Core>> Core::open(const Config& config, const Paths& paths, Log& log,
                                         std::function<void(const job::Event&)> watch_store) {
  std::unique_ptr<Core> core(new Core);
  core->set(config);
  TRY(core->unprotected_, check_protection(config));
  TRY(core->hub_, intake::api::EventHub::start([raw = core.get()](const intake::api::Call& call) {
        return still_may_listen(*raw->gate_, *raw->sessions_, call);
      }));
  TRY_VOID(core->open_models(paths, log));
  TRY_VOID(make_folder(paths.state));
  TRY_VOID(make_folder(paths.certificate().parent_path()));
  TRY_VOID(make_folder(paths.socket.parent_path(), for_everybody));
  TRY(core->store_, job::open_sqlite_store({
                        .folder = paths.state,
                        .clock = now,
                        .spool = spool_folder(config, paths),
                        .report = [tell = log.callback("store")](
                                      std::string_view line) { tell("warning", line); },
                        .order = core->queue_,
                    }));
  TRY_VOID(core->open_shelf(log));
  TRY_VOID(core->open_gate(paths, log));
  TRY_VOID(core->open_documents(spool_folder(config, paths)));
  core->up_ = std::make_shared<intake::ipp::UpTime>(now, steady);
  core->events_ = std::make_unique<intake::ipp::Events>(
      *core->store_, intake::ipp::Events::Options{.clock = now, .steady = steady, .up = core->up_});
  core->watch_ = std::make_unique<intake::ipp::JobWatch>(
      *core->store_, intake::ipp::JobWatch::Options{.clock = steady, .wall = now});
  if (!core->unprotected_.empty()) log.line(LogLevel::warning, core->unprotected_);
  core->make_devices(log);
  core->make_relocator(log);
  core->make_language_watch(log);
  core->ask_devices(config);
  TRY_VOID(core->make_scheduler(config, log));
  core->store_->observe(std::move(watch_store));
  TRY_VOID(core->watch_->load());
  TRY(core->uuid_, lasting(*core->store_, "system-uuid", job::make_uuid()));
  return core;
}

void Core::set(const Config& config) {
  administrators_.set(config.administrators);
  policy_.set(config.policy);
  name_.set(config.name);
  document_bytes_.set(config.document_bytes);
  workers_.set(workers_of(config));
  ahead_bytes_.set(config.ahead_bytes);
  retention_.set(config.retention);
  queue_.set(config.queue);
  unreleased_seconds_.set(config.unreleased_seconds);
  abort_beyond_limits_.set(config.policy.refuse_beyond_limits);
  if (spares_) spares_->set(config.spares);
}

void Core::take(std::vector<model::Model> models) {
  models_.replace(std::move(models));
  shelf_->files_changed(report_);
  devices_->models_changed();
}

void Core::take(const Config& config) {
  set(config);
  ask_devices(config);
  scheduler_->options_changed();
}

update::Place Core::models_place(const Paths& paths) {
  return {model::data_folder(), paths.models(), PLATEN_VERSION};
}

// What came alone and cannot be used is told, and the program's own models count.
Result<void> Core::open_models(const Paths& paths, Log& log) {
  const update::Place place = models_place(paths);
  TRY(auto here, update::models_in_force(place.bundled, place.folder));
  for (const std::string& problem : here.problems)
    log.line(LogLevel::warning, "models: " + problem);
  if (const auto noted = update::note_used(place, here); !noted)
    log.line(LogLevel::warning, "models: " + noted.error().message());
  models_.replace(std::move(here.models));
  return {};
}

Result<void> Core::open_documents(const std::filesystem::path& spool) {
  intake::api::Documents::Options options;
  options.folder = spool / "uploads";
  options.most_bytes = [this] { return *document_bytes_.get(); };
  options.room = [this](std::uint64_t bytes) -> Result<void> {
    const auto policy = policy_.get();
    TRY(const std::uint64_t free, store_->free_bytes());
    const auto left = static_cast<std::int64_t>(free) - static_cast<std::int64_t>(bytes);
    if (left >= policy->free_bytes) return {};
    return fail(Errc::busy, intake::ipp::no_room(*policy));
  };
  options.sniff = [](Bytes head) -> Result<std::string> {
    TRY(const render::Format format, render::sniff(head));
    return std::string(render::media_type(format));
  };
  options.clock = steady;
  TRY(documents_, intake::api::Documents::open(std::move(options)));
  return {};
}

Result<void> Core::open_gate(const Paths& paths, Log& log) {
  users_ = paths.users();
  tokens_ = std::make_unique<auth::Tokens>(auth::Tokens::Options{
      .file = paths.tokens(), .users = users_, .clock = now, .log = log.callback("auth")});
  sessions_ = std::make_unique<auth::Sessions>(auth::Sessions::Options{
      .file = paths.sessions(), .users = users_, .clock = now, .log = log.callback("auth")});
  TRY(gate_, auth::make_gate({.users = users_,
                              .administrator_uids = administrators_,
                              .clock = steady_ms,
                              .log = log.callback("auth"),
                              .tokens = tokens_.get()}));
  TRY(audit_, auth::open_audit_log(paths.audit_log(), log.callback("auth")));
  mails_ = std::make_unique<auth::MailAddresses>(paths.mail_addresses(), log.callback("auth"));
  accounts_ = std::make_unique<auth::Accounts>(paths.accounts(), log.callback("auth"));
  TRY_VOID(
      accounts_->current().map([](const auto&) {})); // rather no server than one without limits
  pins_ = std::make_unique<intake::ipp::Pins>(
      intake::ipp::Pins::Options{.hash = auth::hash_password,
                                 .matches = auth::password_matches,
                                 .clock_ms = steady_ms,
                                 .log = log.callback("auth")});
  return {};
}

void Core::make_devices(Log& log) {
  device::PollerOptions how = device::standard_options();
  how.clock = now;
  devices_ = std::make_unique<DeviceWatch>(
      models_, std::move(how),
      [this](job::PrinterId id, const schedule::PrinterStatus& status) {
        events_->printer_status(id, status);
        tell_printer(*hub_, *store_, id);
      },
      log);
  store_->observe([this](const job::Event& event) { devices_->store_changed(event); });
  store_->observe(
      [this](const job::Event& event) { tell_event(*hub_, *store_, *policy_.get(), event); });
}

void Core::make_relocator(Log& log) {
  Relocator::Options options = standard_relocation();
  options.log = log.callback("devices");
  options.clock = now;
  // While it prints, its session tells what is the matter.
  options.silent = [this](const job::Printer& printer) {
    return devices_->asks(printer.id) && devices_->status(printer.id)->channels.empty() &&
           scheduler_->status(printer.id)->current == 0;
  };
  options.moved = [this](const job::Printer& printer, const std::string&) {
    auth::Principal server;
    server.local = true;
    server.address = "local";
    audit_->record(server, "move-device", printer.name, "done");
  };
  relocator_ = std::make_unique<Relocator>(*store_, std::move(options));
}

void Core::make_language_watch(Log& log) {
  LanguageWatch::Options options;
  options.ask = [](const std::string& channel, const std::string& uri, const Cancel& cancel) {
    return device::probe_by(channel, uri, cancel, limits::identity_read);
  };
  options.model = [this](const std::string& id) { return shelf_->model(id); };
  options.language = [this](const job::Printer& printer, const job::Job& job) {
    return schedule::language_of(printing(), printer, job);
  };
  options.prints = [this](job::PrinterId id) { return scheduler_->status(id)->current != 0; };
  options.log = log.callback("devices");
  languages_ = std::make_unique<LanguageWatch>(*store_, std::move(options));
  store_->observe([this](const job::Event& event) { languages_->store_changed(event); });
}

void Core::ask_devices(const Config& config) {
  device::Pace pace = device::standard_options().pace;
  pace.interval = config.status_interval;
  pace.interval_printing = std::min(pace.interval_printing, pace.interval);
  pace.age = std::max(pace.age, 4 * pace.interval);
  pace.last_retry = std::max(pace.last_retry, pace.interval);
  devices_->set(config.ask_devices, pace);
  relocator_->set_patience(2 * pace.interval);
  languages_->set_pause(std::min(pace.interval, standard_pause));
}

Result<void> Core::open_shelf(Log& log) {
  const auto check = [this, without_sandbox = !unprotected_.empty()](Bytes profile) {
    render::Limits limits = render::Limits::standard();
    limits.without_sandbox = without_sandbox;
    limits.cpu = std::chrono::seconds{20}; // a client waits, and other changes
    return render::inspect_profile(profile, limits, stopping_);
  };
  const auto check_letterhead = [this, without_sandbox = !unprotected_.empty()](Bytes pdf) {
    render::Limits limits = render::Limits::standard();
    limits.without_sandbox = without_sandbox;
    limits.cpu = std::chrono::seconds{20};
    return flow::letterhead_pages(pdf, limits, stopping_);
  };
  report_ = [&log](const std::string& line) { log.line(LogLevel::warning, line); };
  TRY(shelf_, library::Shelf::open(*store_, models_, check, report_, check_letterhead));
  shelf_->on_change([this] {
    hub_->publish({"library", ""}, {.least = auth::Role::user, .owner = {}});
  });
  return {};
}

Result<void> Core::make_scheduler(const Config& config, Log& log) {
  schedule::SchedulerOptions options;
  options.workers = workers_;
  options.ahead_bytes = ahead_bytes_;
  options.retention = retention_;
  options.limits.without_sandbox = !unprotected_.empty();
  spares_ = std::make_shared<render::Spares>(options.limits, config.spares);
  options.spares = spares_;
  options.standing_warning = unprotected_;
  options.limits_of = [this, log = log.callback("accounts")](const job::Job& job) {
    const auto book = accounts_->current();
    if (book) return intake::ipp::limits_of(**book, job, now(), intake::ipp::system_calendar());
    log("error", "job " + std::to_string(job.id) + " has no limits: " + book.error().message());
    return std::vector<job::Limit>();
  };
  options.abort_beyond_limits = abort_beyond_limits_;
  options.clock = now;
  options.may_send = [this](const job::Printer& printer) { return relocator_->may_send(printer); };
  options.speaks = [this](const job::Printer& printer, const std::string& language) {
    return languages_->speaks(printer, language);
  };
  options.about_trouble = [this](job::PrinterId id) { return relocator_->about(id); };
  options.status_changed = [this](job::PrinterId id, const schedule::PrinterStatus& status) {
    const auto& reasons = status.reasons;
    const bool lost = std::ranges::find(reasons, "connecting-to-device") != reasons.end();
    relocator_->trouble(id, lost);
    if (lost) languages_->trouble(id);
    devices_->session_changed(id, status);
  };
  options.model_now = [this](std::string_view id) { return shelf_->model(id); };
  options.profile = [this](const std::string& sha256) { return shelf_->profile(sha256); };
  options.letterhead = [this](const std::string& sha256) { return shelf_->letterhead(sha256); };
  options.encode_actual = intake::ipp::encode_actual;
  options.log = log.callback("scheduler");
  printing_ = options;
  TRY(scheduler_, schedule::make_scheduler(*store_, models_, std::move(options)));
  disk_watch_ = std::make_unique<DiskWatch>(
      *store_,
      DiskWatch::Options{
          .policy = policy_,
          .told = [this](std::string words) { scheduler_->spool_trouble(std::move(words)); },
          .log = log.callback("store")});
  unreleased_ = std::make_unique<Unreleased>(
      *store_, Unreleased::Options{unreleased_seconds_, now, log.callback("store")});
  return {};
}

Result<void> Core::start() {
  TRY_VOID(devices_->start(*store_));
  TRY_VOID(relocator_->start());
  scheduler_->start();
  started_ = true;
  return {};
}

std::vector<std::string> Core::not_ready() const {
  std::vector<std::string> reasons;
  if (!started_) reasons.emplace_back("printers: their sessions do not run");
  if (const std::string trouble = store_->trouble(); !trouble.empty())
    reasons.push_back("store: " + trouble);
  const auto free = store_->free_bytes();
  const auto wanted =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, policy_.get()->free_bytes));
  if (!free)
    reasons.push_back("disk: " + free.error().message());
  else if (*free < wanted)
    reasons.push_back("disk: " + std::to_string(*free >> 20) +
                      " MB are free, and [limits] free-mb wants " + std::to_string(wanted >> 20));
  if (const auto safe = render::sandbox::check_protection(!unprotected_.empty()); !safe)
    reasons.push_back("sandbox: " + safe.error().message());
  return reasons;
}

void Core::stop() {
  started_ = false;
  stopping_.request();
  shelf_thread_.end();
  if (relocator_) relocator_->stop();
  if (languages_) languages_->stop();
  if (scheduler_) scheduler_->stop();
  if (devices_) devices_->stop();
  // Its observers and callers are told of the last changes: they come after it.
  store_.reset();
  scheduler_.reset();
  printing_ = {};
  spares_.reset();
}

void Core::tick() {
  watch_->sweep();
  disk_watch_->look();
  unreleased_->look();
  languages_->look();
  documents_->tick();
  sessions_->tick();
  tokens_->tick();
}

intake::api::SessionServices Core::session_services() {
  return {.gate = *gate_,
          .audit = *audit_,
          .sessions = *sessions_,
          .tokens = *tokens_,
          .users = users_,
          .mails = *mails_,
          .login_to_print = [this] { return policy_.get()->login_to_print; },
          .version = PLATEN_VERSION};
}

intake::ipp::Services Core::ipp_services(intake::ipp::Identity identity) {
  identity.name = name_;
  return {.store = *store_,
          .scheduler = *scheduler_,
          .models = models_,
          .gate = *gate_,
          .audit = *audit_,
          .events = *events_,
          .policy = policy_,
          .identity = std::move(identity),
          .clock = now,
          .watch = watch_.get(),
          .pins = pins_.get(),
          .shelf = shelf_.get(),
          .shelf_thread = &shelf_thread_,
          .accounts = accounts_.get(),
          .up = up_,
          .device_status = [this](job::PrinterId id) { return devices_->status(id); }};
}

} // namespace platen::server
