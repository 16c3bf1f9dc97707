#pragma once

#include "base/live.h"
#include "http/host.h"
#include "http/refusal_log.h"
#include "http/registry.h"
#include "http/server.h"
#include "http/tls.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>

namespace platen::http {

// The certificate that new connections begin with. From any thread.
class CurrentTls {
public:
  std::shared_ptr<TlsContext> get() const { // null: no TLS
    const std::scoped_lock lock(mutex_);
    return context_;
  }
  void set(std::shared_ptr<TlsContext> context) {
    const std::scoped_lock lock(mutex_);
    context_.swap(context);
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<TlsContext> context_;
};

// What the connections of one server share; outlives them all.
struct Context {
  Context(ServerOptions the_options, Handler& the_handler)
      : options(std::move(the_options)), handler(the_handler), hosts(HostPolicy(options.names)),
        most_connections(options.limits.connections),
        most_per_address(options.limits.connections_per_address),
        reserved_descriptors(options.limits.reserved_descriptors),
        most_body_bytes(options.limits.body_bytes) {}

  void log(std::string_view level, std::string_view text) const {
    if (options.log) options.log(level, text);
  }
  Room room() const { return {most_connections, most_per_address}; }
  // Somebody was refused.
  void refused(Verdict why, std::string_view who) {
    if (const auto line = refusals.add(Clock::now(), why, who, room())) log("warning", *line);
  }

  const ServerOptions options; // as at the start; what may change is below
  Handler& handler;
  const Live<HostPolicy> hosts;
  std::atomic<std::size_t> most_connections, most_per_address, reserved_descriptors;
  std::atomic<std::uint64_t> most_body_bytes;
  CurrentTls tls;
  Registry registry;    // connections that are served
  Registry turned_away; // those that are told that there are too many
  RefusalLog refusals;
  std::atomic<bool> stopping{false};
};

} // namespace platen::http
