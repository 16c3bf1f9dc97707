#include "server/device_watch.h"

#include "device/channels.h"

#include <algorithm>
#include <utility>

namespace platen::server {

DeviceWatch::DeviceWatch(model::Catalogue models, device::PollerOptions how, Changed changed,
                         Log& log)
    : models_(std::move(models)), changed_(std::move(changed)), log_(log) {
  how.changed = [this](device::DeviceId id, const auto&) { tell(id); };
  how.log = log.callback("status");
  poller_ = device::make_poller(std::move(how));
}

Result<void> DeviceWatch::start(job::Store& store) {
  {
    const std::lock_guard lock(mutex_);
    store_ = &store;
  }
  put_all();
  return poller_->start();
}

void DeviceWatch::set(bool asks, const device::Pace& pace) {
  poller_->set_pace(pace);
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(asks_, asks) == asks || store_ == nullptr) return;
    followed_.clear();
  }
  put_all();
  if (asks) return; // each answer is told as it comes
  for (const auto printers = store_->printers(); const job::Printer& printer : *printers)
    tell(printer.id);
}

void DeviceWatch::models_changed() {
  {
    const std::lock_guard lock(mutex_);
    if (store_ == nullptr) return;
    followed_.clear();
  }
  put_all();
}

void DeviceWatch::put_all() {
  for (const auto printers = store_->printers(); const job::Printer& printer : *printers)
    put(printer);
}

void DeviceWatch::store_changed(const job::Event& event) {
  using Kind = job::Event::Kind;
  if (event.kind == Kind::printer_added || event.kind == Kind::printer_changed) put(*event.printer);
  if (event.kind != Kind::printer_removed) return;
  const std::lock_guard lock(mutex_);
  poller_->forget(event.printer->id);
  sessions_.erase(event.printer->id);
  followed_.erase(event.printer->id);
  asked_.erase(event.printer->id);
}

bool DeviceWatch::asks(job::PrinterId id) const {
  const std::lock_guard lock(mutex_);
  return asks_ && asked_.contains(id);
}

void DeviceWatch::put(const job::Printer& printer) {
  const std::lock_guard lock(mutex_); // a device is followed as it was put last
  if (!asks_) return poller_->forget(printer.id);
  std::string key = printer.model + " " + printer.device_uri;
  std::string& known = followed_[printer.id];
  if (std::exchange(known, key) == key) return;
  asked_.erase(printer.id);
  const auto model = model::find_model(models_, printer.model);
  if (!model) return poller_->forget(printer.id);
  auto readers = device::make_readers(**model, printer.device_uri);
  if (!readers) {
    log_.line(LogLevel::warning, "its status is not asked for: " + readers.error().message(),
              {{"printer", printer.name}});
    return poller_->forget(printer.id);
  }
  if (!readers->empty()) asked_.insert(printer.id);
  poller_->follow(printer.id, printer.name, **model, *std::move(readers));
}

void DeviceWatch::session_changed(job::PrinterId id, const schedule::PrinterStatus& status) {
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    schedule::PrinterStatus& known = sessions_[id];
    news = known.reasons != status.reasons;
    known = status;
  }
  poller_->printing(id, status.current != 0);
  if (news) poller_->ask_soon(id);
  tell(id);
}

// Subscribers hear of one printer, not of its session and its device.
void DeviceWatch::tell(job::PrinterId id) {
  schedule::PrinterStatus both;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = sessions_.find(id); found != sessions_.end()) both = found->second;
  }
  const auto device = poller_->status(id);
  device::add_reasons(both.reasons, device->condition);
  const bool error = std::ranges::any_of(device->condition.reasons, [](const auto& reason) {
    return reason.severity == device::Severity::error;
  });
  if (error && device->condition.state == device::State::stopped)
    both.state = schedule::PrinterStatus::State::stopped;
  changed_(id, both);
}

} // namespace platen::server
