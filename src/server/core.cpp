#include "server/core.h"

#include "intake/ipp/job_template.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <pwd.h>

namespace platen::server {

namespace {

std::int64_t steady_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

Result<std::vector<std::uint32_t>> uids_of(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> uids;
  for (const std::string& name : names) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> text{};
    ::getpwnam_r(name.c_str(), &entry, text.data(), text.size(), &found);
    if (found == nullptr)
      return fail(Errc::invalid, "[access] administrators: this machine has no user " + name);
    uids.push_back(entry.pw_uid);
  }
  return uids;
}

// For the server's eyes alone.
Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool fresh = std::filesystem::create_directories(folder, error);
  if (fresh && !error)
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (!error) return {};
  return fail(Errc::io, "the folder " + folder.string() + " cannot be made: " + error.message());
}

// A value that the store keeps for the server's whole life, made at the first start.
Result<std::string> lasting(job::Store& store, const std::string& key, const std::string& fresh) {
  if (auto known = store.setting(key)) return known;
  TRY_VOID(job::wait<void>([&](auto done) { store.set_setting(key, fresh, std::move(done)); }));
  return fresh;
}

} // namespace

job::Time now() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

Result<std::unique_ptr<Core>> Core::open(const Config& config, const Paths& paths, Log& log,
                                         std::function<void(const job::Event&)> watch_store) {
  std::unique_ptr<Core> core(new Core);
  TRY(core->models_, model::load_models(model::data_folder()));
  TRY_VOID(make_folder(paths.state));
  TRY_VOID(make_folder(paths.certificate().parent_path()));
  TRY(core->store_, job::open_sqlite_store({.folder = paths.state, .clock = now}));
  TRY_VOID(core->open_gate(config, paths));
  core->events_ = std::make_unique<intake::ipp::Events>(*core->store_,
                                                        intake::ipp::Events::Options{.clock = now});
  core->watch_ = std::make_unique<intake::ipp::JobWatch>(
      *core->store_, intake::ipp::JobWatch::Options{.clock = now});
  core->make_devices(config, log);
  core->make_scheduler(config, log);
  core->store_->observe(std::move(watch_store));
  TRY_VOID(core->watch_->load());
  TRY(core->uuid_, lasting(*core->store_, "system-uuid", job::make_uuid()));
  return core;
}

Result<void> Core::open_gate(const Config& config, const Paths& paths) {
  TRY(auto uids, uids_of(config.administrators));
  TRY(gate_,
      auth::make_gate(
          {.users = paths.users(), .administrator_uids = std::move(uids), .clock = steady_ms}));
  TRY(audit_, auth::open_audit_log(paths.audit_log()));
  pins_ = std::make_unique<intake::ipp::Pins>(intake::ipp::Pins::Options{
      .hash = auth::hash_password, .matches = auth::password_matches, .clock = now});
  return {};
}

void Core::make_devices(const Config& config, Log& log) {
  if (!config.ask_devices) return;
  device::PollerOptions how = device::standard_options();
  how.interval = config.status_interval;
  how.interval_printing = std::min<std::chrono::milliseconds>(how.interval_printing, how.interval);
  how.age = std::max<std::chrono::milliseconds>(how.age, 4 * how.interval);
  how.last_retry = std::max(how.last_retry, how.interval);
  how.clock = now;
  devices_ = std::make_unique<DeviceWatch>(
      models_, std::move(how),
      [this](job::PrinterId id, const schedule::PrinterStatus& status) {
        events_->printer_status(id, status);
      },
      log);
  store_->observe([this](const job::Event& event) { devices_->store_changed(event); });
}

void Core::make_scheduler(const Config& config, Log& log) {
  schedule::SchedulerOptions options;
  options.workers = config.workers != 0
                        ? config.workers
                        : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  options.ahead_bytes = config.ahead_bytes;
  options.retention = config.retention;
  options.clock = now;
  options.status_changed = [this](job::PrinterId id, const schedule::PrinterStatus& status) {
    if (devices_)
      devices_->session_changed(id, status);
    else
      events_->printer_status(id, status);
  };
  options.encode_actual = intake::ipp::encode_actual;
  options.log = log.callback("scheduler");
  scheduler_ = schedule::make_scheduler(*store_, models_, std::move(options));
}

void Core::start() {
  if (devices_) devices_->start(*store_);
  scheduler_->start();
}

void Core::stop() {
  scheduler_->stop();
  if (devices_) devices_->stop();
}

void Core::tick() {
  watch_->sweep();
}

intake::ipp::Services Core::ipp_services(const Config& config, intake::ipp::Identity identity) {
  return {.store = *store_,
          .scheduler = *scheduler_,
          .models = models_,
          .gate = *gate_,
          .audit = *audit_,
          .events = *events_,
          .policy = config.policy,
          .identity = std::move(identity),
          .clock = now,
          .watch = watch_.get(),
          .pins = pins_.get(),
          .device_status = [this](job::PrinterId id) {
            return devices_ ? devices_->status(id) : nullptr;
          }};
}

} // namespace platen::server
