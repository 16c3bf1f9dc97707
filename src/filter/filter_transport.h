#pragma once

#include "base/cancel.h"
#include "filter/setup.h"
#include "model/ticket.h"
#include "render/document.h"
#include "transport/transport.h"

#include <chrono>
#include <functional>
#include <memory>

namespace platen::filter {

using Log = std::function<void(std::string_view level, const std::string& line)>;

struct Running {
  // It neither takes nor gives anything for so long, and the device is not what it waits for.
  std::chrono::milliseconds stall{120'000};
  std::chrono::milliseconds cancelled{300}; // from SIGTERM to SIGKILL
  std::uint64_t scratch_bytes = 1ULL << 30; // that it may have in its folder
  // Set when an error is the filter's own, on the thread that writes; null: nobody asks.
  std::shared_ptr<bool> failed = nullptr;
};

// A filter between what is written and a device: started in a sandbox as cupsd would start it
// (docs/security.md), fed what is written, and its output sent on. Nothing is held but a block of
// either: a device that takes nothing stops the filter, and that stops who writes. What the filter
// says of the printer is reported, the rest goes to `log`.
//
// The process ignores SIGPIPE. Errors of the filter itself (it cannot be started, crashes, hangs,
// ends with a code) begin with its name and are Errc::invalid; the device's own stay as they are.
Result<std::unique_ptr<transport::Transport>>
open_filter(const Setup& setup, const model::Ticket& ticket,
            std::unique_ptr<transport::Transport> device, const Cancel& cancel,
            const render::Limits& limits, transport::DeviceReport report, Log log,
            const Running& how = {});

} // namespace platen::filter
