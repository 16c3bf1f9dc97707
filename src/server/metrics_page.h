#pragma once

#include "base/live.h"
#include "http/exchange.h"
#include "intake/inbox/parts.h"
#include "monitor/metrics/counters.h"
#include "server/core.h"
#include "server/scanning.h"

#include <functional>

namespace platen::server {

// /metrics: for this machine, and for whoever may read (a login, a token); with [monitoring] open
// for everybody.
class MetricsPage final : public http::Handler {
public:
  struct Parts {
    Core& core;
    const monitor::Counters& counters;
    const Scanning& scanning;
    std::function<std::size_t()> connections; // of clients, that are open
    const intake::inbox::Counts& inbox;
    Live<bool> open;
  };
  explicit MetricsPage(Parts parts) : parts_(std::move(parts)) {}
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  bool may_read(const http::Head& head, http::Response& refused) const;

  Parts parts_;
};

} // namespace platen::server
