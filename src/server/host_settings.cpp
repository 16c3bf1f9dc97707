#include "server/host.h"
#include "server/notify.h"

namespace platen::server {

// All that may change does, or nothing: the files of a certificate are looked at first.
Result<void> Host::take(const Config& config) {
  TRY_VOID(http_->change(http_options(config)));
  log_.set(config.log_level, config.log_format);
  log_requests_ = config.log_requests;
  core_->take(config);
  monitoring_->take(config);
  inbox_settings_.set(inbox_settings(config));
  inboxes_->changed();
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
  if (updates_) updates_->read_again();
  log_.line(LogLevel::info, "the configuration was read again");
  core_->events().publish({"settings", ""}, {.least = auth::Role::administrator, .owner = {}});
  return later;
}

bool Host::certificate_of_file() {
  const std::lock_guard lock(reloading_);
  return !config_.certificate.empty();
}

std::filesystem::path Host::present_certificate() {
  const std::lock_guard lock(reloading_);
  return tls_files(config_).first;
}

void Host::make_settings() {
  settings_ = std::make_unique<Settings>(options_.paths, [this] { return read_again(); });
  certificate_ = std::make_unique<CertificateDesk>(CertificateDesk::Options{
      .paths = options_.paths,
      .of_file = [this] { return certificate_of_file(); },
      .present = [this] { return present_certificate(); },
      .apply = [this]() -> Result<void> { return read_again().map([](const auto&) {}); }});
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

} // namespace platen::server
