#pragma once

#include "auth/gate.h"
#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "job/store.h"
#include "model/model.h"
#include "schedule/scheduler.h"
#include "server/config.h"
#include "server/device_watch.h"
#include "server/log.h"
#include "server/paths.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::server {

job::Time now(); // the system's clock

// What serves behind the ports, made in the order of its members and ended in the opposite one.
class Core {
public:
  // `watch_store` observes the store as well; it is called on the store's thread.
  static Result<std::unique_ptr<Core>> open(const Config& config, const Paths& paths, Log& log,
                                            std::function<void(const job::Event&)> watch_store);

  void start(); // sessions begin to print
  void stop();  // gives back what is being printed
  void tick();  // about once a second

  job::Store& store() { return *store_; }
  schedule::Scheduler& scheduler() { return *scheduler_; }
  const std::vector<model::Model>& models() const { return models_; }
  const std::string& uuid() const { return uuid_; }
  intake::ipp::Services ipp_services(const Config& config, intake::ipp::Identity identity);

private:
  Core() = default;
  Result<void> open_gate(const Config& config, const Paths& paths);
  void make_devices(const Config& config, Log& log);
  void make_scheduler(const Config& config, Log& log);

  std::vector<model::Model> models_;
  std::unique_ptr<auth::Gate> gate_;
  std::unique_ptr<auth::AuditLog> audit_;
  std::unique_ptr<intake::ipp::Pins> pins_;
  std::unique_ptr<job::Store> store_;
  std::unique_ptr<intake::ipp::Events> events_;
  std::unique_ptr<intake::ipp::JobWatch> watch_;
  std::unique_ptr<DeviceWatch> devices_;
  std::unique_ptr<schedule::Scheduler> scheduler_;
  std::string uuid_;
};

} // namespace platen::server
