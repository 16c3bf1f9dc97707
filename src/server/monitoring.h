#pragma once

#include "http/exchange.h"
#include "monitor/monitor.h"
#include "server/core.h"
#include "server/metrics_page.h"
#include "server/ready_page.h"
#include "server/scanning.h"
#include "server/ticker.h"

#include <memory>

namespace platen::server {

// What watches the rest: /metrics, /readyz, notices and history. Made after the core, ended before.
class Monitoring {
public:
  struct Parts {
    Core& core;
    const Paths& paths;
    Log& log;
    std::function<void(std::int64_t notice, const monitor::Notice&)> told; // may be empty
  };
  static Result<std::unique_ptr<Monitoring>> open(Parts parts, const Config& config);
  ~Monitoring() { stop(); }
  Monitoring(const Monitoring&) = delete;
  Monitoring& operator=(const Monitoring&) = delete;

  Result<void> start(); // looks about once a second from now on
  void stop();
  void take(const Config& config);
  // The pages, once the other parts are there. Both outlive the answers.
  void serve(const Scanning& scanning, std::function<std::size_t()> connections,
             const intake::inbox::Counts& inbox);

  monitor::Monitor& monitor() { return *monitor_; }
  http::Handler& metrics() { return *metrics_; }
  http::Handler& ready() { return *ready_; }

private:
  explicit Monitoring(Parts parts) : parts_(std::move(parts)) {}

  Parts parts_;
  Live<bool> open_{false}; // to everybody: [monitoring] open
  std::unique_ptr<monitor::Monitor> monitor_;
  std::unique_ptr<MetricsPage> metrics_;
  std::unique_ptr<ReadyPage> ready_;
  std::unique_ptr<Ticker> ticker_; // the last member: it uses the others
};

// All printers as their sessions and devices tell them now.
std::vector<monitor::PrinterFacts> printer_facts(Core& core);

} // namespace platen::server
