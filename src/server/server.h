#pragma once

#include "http/server.h"
#include "server/config.h"
#include "server/paths.h"
#include "server/signals.h"

#include <functional>
#include <vector>

namespace platen::server {

struct ServeOptions {
  Paths paths;
  Config config;
  // What SIGHUP reads again; the present configuration stays on an error.
  std::function<Result<Config>()> reload;
  std::vector<UniqueFd> given;   // sockets that listen already (server/given_sockets.h)
  std::vector<std::string> news; // of what was done before, for the log
  bool demo = false;             // with the three virtual devices
  // Called once when everything listens.
  std::function<void(const std::vector<http::ListenAddress>&)> ready;
};

// The print server, from the first lock to the last: opens the store, the scheduler, the
// announcements and the ports, tells the service manager, and serves until SIGTERM or SIGINT.
// `signals` was made before any thread. Errors are those of starting: nothing is left behind.
Result<void> serve(ServeOptions options, const Signals& signals);

// Refuses the superuser, who owns more than a print server should. Errc::denied.
Result<void> check_user(bool allow_root);

} // namespace platen::server
