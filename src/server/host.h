#pragma once

#include "intake/inbox/inboxes.h"
#include "intake/ipp/shortage.h"
#include "server/announce.h"
#include "server/certificate_desk.h"
#include "server/core.h"
#include "server/demo.h"
#include "server/descriptors.h"
#include "server/doctor.h"
#include "server/log.h"
#include "server/memory.h"
#include "server/monitoring.h"
#include "server/rest.h"
#include "server/router.h"
#include "server/scanning.h"
#include "server/server.h"
#include "server/settings.h"
#include "server/updates.h"
#include "web/app.h"
#include "web/install.h"
#include "web/plain.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace platen::server {

std::string host_name(); // of this machine

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
  // ---- host.cpp: built, served, ended
  Result<void> serve_requests(const Signals& signals);
  void build_routes();
  // ---- host_parts.cpp: what the parts are told of each other
  std::pair<std::filesystem::path, std::filesystem::path> tls_files(const Config& config) const;
  http::ServerOptions http_options(const Config& config);
  intake::ipp::Identity identity() const;
  intake::ipp::Services ipp_services();
  void make_inboxes();
  Result<void> open_scanning();
  std::string printer_uuid(const std::string& name) const;
  Descriptors make_room(std::size_t connections);
  discovery::ServerFacts announced_facts() const;
  Doctor::Parts doctor_parts();
  web::InstallFacts install_facts();
  Updates::Parts updates_parts();
  void start_announcing();
  void stop_announcing();
  void tell_of(std::int64_t id, const monitor::Notice& notice);
  // ---- host_settings.cpp: the configuration, and what changes it while clients are served
  Result<std::vector<std::string>> read_again();
  void reload();
  bool certificate_of_file();
  std::filesystem::path present_certificate();
  void make_settings();
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
  Live<intake::inbox::Settings> inbox_settings_;
  std::unique_ptr<intake::inbox::Inboxes> inboxes_;
  std::unique_ptr<intake::ipp::Shortage> shortage_;
  std::unique_ptr<Doctor> doctor_;
  std::unique_ptr<Monitoring> monitoring_;
  std::unique_ptr<Updates> updates_;
  std::unique_ptr<Settings> settings_;
  std::unique_ptr<CertificateDesk> certificate_;
  std::unique_ptr<Rest> rest_;
  std::unique_ptr<Page> health_;
  std::unique_ptr<web::Plain> plain_;
  web::Seen seen_;
  std::unique_ptr<web::Install> install_;
  web::App app_;
  Router router_;
  std::unique_ptr<http::Server> http_;
};

} // namespace platen::server
