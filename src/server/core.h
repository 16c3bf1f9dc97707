#pragma once

#include "auth/gate.h"
#include "auth/mail_addresses.h"
#include "auth/sessions.h"
#include "auth/tokens.h"
#include "base/cancel.h"
#include "base/side_thread.h"
#include "intake/api/documents.h"
#include "intake/api/events.h"
#include "intake/api/session_routes.h"
#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "job/store.h"
#include "library/shelf.h"
#include "model/catalogue.h"
#include "schedule/scheduler.h"
#include "schedule/shared.h"
#include "server/config.h"
#include "server/device_watch.h"
#include "server/disk_watch.h"
#include "server/language_watch.h"
#include "server/log.h"
#include "server/paths.h"
#include "server/relocator.h"
#include "server/unreleased.h"
#include "update/update.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::server {

job::Time now(); // the system's clock

// What serves behind the ports, made in the order of its members and ended in the opposite one.
class Core {
public:
  static update::Place models_place(const Paths& paths);
  // `watch_store` observes the store as well; it is called on the store's thread.
  static Result<std::unique_ptr<Core>> open(const Config& config, const Paths& paths, Log& log,
                                            std::function<void(const job::Event&)> watch_store);

  ~Core() { stop(); }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  Result<void> start(); // sessions begin to print
  // Gives back what is being printed and closes the store. What clients began is settled before it
  // returns, with all that it concerns still there; nothing else of this may be used afterwards.
  void stop();
  void tick();                     // about once a second
  void take(const Config& config); // what may change while clients are served; from any thread
  // Others in their place: what begins from now on is done with these. From any thread.
  void take(std::vector<model::Model> models);

  job::Store& store() { return *store_; }
  schedule::Scheduler& scheduler() { return *scheduler_; }
  const Relocator& relocator() const { return *relocator_; }
  // What jobs are printed with, for who shows them before; not after stop().
  schedule::Shared printing() { return {*store_, models_, printing_, nullptr, {}}; }
  const model::Catalogue& models() const { return models_; }
  const std::string& uuid() const { return uuid_; }
  const library::Shelf& shelf() const { return *shelf_; }
  // What the kernel lacks to confine documents; empty: nothing.
  const std::string& unprotected() const { return unprotected_; }
  std::shared_ptr<const device::Status> device_status(job::PrinterId id) const {
    return devices_->status(id);
  }
  auth::Gate& gate() { return *gate_; }
  auth::AuditLog& audit() { return *audit_; }
  auth::Sessions& sessions() { return *sessions_; }
  intake::api::SessionServices session_services();
  auth::MailAddresses& mail_addresses() { return *mails_; }
  intake::api::EventHub& events() { return *hub_; } // what browsers are told
  intake::api::Documents& documents() { return *documents_; }
  bool asks(job::PrinterId id) const { return devices_->asks(id); } // the device, how it is
  std::shared_ptr<const render::WorkerCounts> worker_counts() const {
    return spares_ ? spares_->counts() : nullptr;
  }
  Live<intake::ipp::Policy> policy() const { return policy_; } // as it is in force
  // Why no job can be taken or printed now, beside what the store's disk says; empty: nothing.
  std::vector<std::string> not_ready() const;
  intake::ipp::Services ipp_services(intake::ipp::Identity identity);

private:
  static constexpr std::size_t changes_waiting = 16; // of papers, profiles and recipes

  Core() = default;
  void set(const Config& config);
  Result<void> open_models(const Paths& paths, Log& log);
  Result<void> open_documents(const std::filesystem::path& spool);
  Result<void> open_gate(const Paths& paths, Log& log);
  void make_devices(Log& log);
  void make_relocator(Log& log);
  void make_language_watch(Log& log);
  void ask_devices(const Config& config);
  Result<void> open_shelf(Log& log);
  Result<void> make_scheduler(const Config& config, Log& log);

  model::Catalogue models_;
  std::function<void(std::string)> report_; // to the log
  std::filesystem::path users_;             // the file
  std::unique_ptr<auth::Tokens> tokens_;
  std::unique_ptr<auth::Sessions> sessions_;
  std::unique_ptr<intake::api::EventHub> hub_; // others tell it what changes: it is the last to go
  std::unique_ptr<auth::Gate> gate_;
  std::unique_ptr<auth::AuditLog> audit_;
  std::unique_ptr<auth::MailAddresses> mails_;
  std::unique_ptr<auth::Accounts> accounts_;
  std::unique_ptr<intake::ipp::Pins> pins_;
  std::unique_ptr<job::Store> store_;
  std::shared_ptr<intake::ipp::UpTime> up_;
  Cancel stopping_;
  std::atomic<bool> started_{false};
  std::unique_ptr<library::Shelf> shelf_;
  SideThread shelf_thread_{changes_waiting}; // makes the changes of the shelf
  std::unique_ptr<intake::ipp::Events> events_;
  std::unique_ptr<intake::ipp::JobWatch> watch_;
  std::unique_ptr<DeviceWatch> devices_;
  std::unique_ptr<Relocator> relocator_;
  std::unique_ptr<LanguageWatch> languages_;
  std::unique_ptr<intake::api::Documents> documents_;
  std::shared_ptr<render::Spares> spares_;
  schedule::SchedulerOptions printing_;
  std::unique_ptr<schedule::Scheduler> scheduler_;
  std::unique_ptr<DiskWatch> disk_watch_;
  std::unique_ptr<Unreleased> unreleased_;
  std::string uuid_;
  std::string unprotected_; // what the kernel lacks to confine documents; empty: nothing
  // What take() replaces; the parts that use them share them.
  Live<std::vector<std::uint32_t>> administrators_;
  Live<intake::ipp::Policy> policy_;
  Live<std::string> name_;
  Live<std::uint64_t> document_bytes_;
  Live<std::size_t> workers_;
  Live<std::uint64_t> ahead_bytes_;
  Live<job::Retention> retention_;
  Live<job::QueueOrder> queue_;
  Live<std::int64_t> unreleased_seconds_{-1};
  Live<bool> abort_beyond_limits_{false};
};

} // namespace platen::server
