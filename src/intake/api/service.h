#pragma once

#include "auth/gate.h"
#include "base/side_thread.h"
#include "http/exchange.h"
#include "intake/api/route.h"
#include "intake/api/told_changes.h"

#include <array>
#include <atomic>
#include <functional>
#include <string_view>

namespace platen::intake::api {

// The REST interface (docs/protocols/rest.md): JSON under /api/v1. What may take long is done on
// threads of its own.
class Service final : public http::Handler {
public:
  // All of them outlive it, and so does what the routes use.
  struct Desk {
    auth::Gate& gate;
    auth::AuditLog& audit;
    auth::Sessions* sessions = nullptr; // null: no browser logs in
    // Whether nobody prints without a log-in now; empty: people do.
    std::function<bool()> login_to_print = {};
    Tell tell = {}; // of what a request has changed; empty: nobody listens
  };
  Service(Desk desk, Routes routes) : desk_(desk), routes_(std::move(routes)) {}
  ~Service() override { end(); }
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;
  static bool serves(std::string_view path) { return path.starts_with("/api/v1/"); }

  // What is being done ends; the rest is told so.
  void end();

private:
  SideThread& thread_for(const Route& route);

  Desk desk_;
  const Routes routes_;
  SideThread quick_{256};
  // Several, by turns: a device that is off holds up what waits behind it, and nothing else.
  std::array<SideThread, 6> slow_{SideThread{32}, SideThread{32}, SideThread{32},
                                  SideThread{32}, SideThread{32}, SideThread{32}};
  std::atomic<std::size_t> turn_{0};
};

} // namespace platen::intake::api
