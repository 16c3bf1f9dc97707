#pragma once

#include "device/poller.h"
#include "job/store.h"
#include "model/catalogue.h"
#include "schedule/scheduler.h"
#include "server/log.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace platen::server {

// Has the devices of all printers asked how they are: follows the store, and knows from the
// scheduler which of them print. Tells what a printer's session and its device together come to.
class DeviceWatch {
public:
  using Changed = std::function<void(job::PrinterId, const schedule::PrinterStatus&)>;
  // `changed` is called on one of several threads.
  DeviceWatch(model::Catalogue models, device::PollerOptions how, Changed changed,
              Log& log);

  Result<void> start(job::Store& store); // with the printers that there are; the store outlives it
  void stop() { poller_->stop(); }
  // Whether the devices are asked, and how often; at first they are not.
  void set(bool asks, const device::Pace& pace);
  void store_changed(const job::Event& event); // an observer of the store; does not block
  void models_changed(); // each device is followed as its model is now
  void session_changed(job::PrinterId id, const schedule::PrinterStatus& status);
  bool asks(job::PrinterId id) const; // whether the device is asked at all
  std::shared_ptr<const device::Status> status(job::PrinterId id) const {
    return poller_->status(id);
  }

private:
  void put(const job::Printer& printer);
  void put_all();
  void tell(job::PrinterId id);

  const model::Catalogue models_;
  const Changed changed_;
  Log& log_;
  mutable std::mutex mutex_;
  job::Store* store_ = nullptr; // null until start()
  bool asks_ = false;
  std::map<job::PrinterId, schedule::PrinterStatus> sessions_; // as they last told it
  std::map<job::PrinterId, std::string> followed_;             // model and URI
  std::set<job::PrinterId> asked_;                             // with channels
  std::unique_ptr<device::Poller> poller_; // the last member: its threads use all others
};

} // namespace platen::server
