#include "server/monitoring.h"

namespace platen::server {

namespace {

monitor::Monitor::Settings settings_of(const Config& config) {
  monitor::Monitor::Settings settings;
  settings.events.silent_seconds = config.silent_seconds;
  settings.webhook_hosts = config.webhook_hosts;
  return settings;
}

} // namespace

std::vector<monitor::PrinterFacts> printer_facts(Core& core) {
  std::vector<monitor::PrinterFacts> all;
  for (const auto printers = core.store().printers(); const job::Printer& printer : *printers) {
    const auto session = core.scheduler().status(printer.id);
    const auto device = core.device_status(printer.id);
    monitor::PrinterFacts facts;
    facts.id = printer.id;
    facts.name = printer.name;
    facts.paused = printer.paused;
    facts.reasons = session->reasons;
    device::add_reasons(facts.reasons, device->condition);
    facts.stopped = session->state == schedule::PrinterStatus::State::stopped ||
                    device->condition.state == device::State::stopped;
    facts.message = session->message.empty() ? device->condition.message : session->message;
    facts.heard = !device->channels.empty();
    facts.asked = core.asks(printer.id);
    if (const auto moved = core.relocator().last_move(printer)) {
      facts.moved_at = moved->at;
      facts.moved = "its device (" + moved->who + ") has moved from " + moved->from + " to " +
                    moved->to + "; the printer went with it";
    }
    facts.search = core.relocator().about(printer.id);
    facts.supplies = device->supplies;
    facts.impressions = device->impressions;
    all.push_back(std::move(facts));
  }
  return all;
}

Result<std::unique_ptr<Monitoring>> Monitoring::open(Parts parts, const Config& config) {
  std::unique_ptr<Monitoring> all(new Monitoring(std::move(parts)));
  all->open_.set(config.metrics_open);
  Core& core = all->parts_.core;
  TRY(all->monitor_,
      monitor::Monitor::open(
          {.folder = all->parts_.paths.state / "monitor",
           .store = core.store(),
           .printers = [&core] { return printer_facts(core); },
           .clock = now,
           .told = all->parts_.told,
           .log = all->parts_.log.callback("monitor"),
           .mail_of = [&core](const std::string& user) { return core.mail_addresses().of(user); }},
          settings_of(config)));
  core.store().observe(
      [monitor = all->monitor_.get()](const job::Event& event) { monitor->store_changed(event); });
  return all;
}

void Monitoring::serve(const Scanning& scanning, std::function<std::size_t()> connections,
                       const intake::inbox::Counts& inbox) {
  metrics_ = std::make_unique<MetricsPage>(MetricsPage::Parts{
      parts_.core, monitor_->counters(), scanning, std::move(connections), inbox, open_});
  ready_ = std::make_unique<ReadyPage>(parts_.core);
}

Result<void> Monitoring::start() {
  ticker_ = std::make_unique<Ticker>([this] { monitor_->look(); });
  return ticker_->started();
}

void Monitoring::stop() {
  ticker_.reset();
  if (monitor_) monitor_->stop();
}

void Monitoring::take(const Config& config) {
  open_.set(config.metrics_open);
  monitor_->set(settings_of(config));
}

} // namespace platen::server
