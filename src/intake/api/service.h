#pragma once

#include "auth/gate.h"
#include "base/side_thread.h"
#include "http/exchange.h"
#include "intake/api/call.h"
#include "scan/engine/catalogue.h"
#include "scan/engine/sessions.h"

#include <functional>
#include <string>
#include <string_view>

namespace platen::intake::api {

// What the operations need; all of it outlives the service.
struct Services {
  auth::Gate& gate;
  auth::AuditLog& audit;
  scan::Scanners& scanners;
  scan::Catalogue& catalogue;
  scan::Sessions& sessions;
  // Keeps, or removes (nothing), the password of a destination.
  std::function<Result<void>(const std::string& destination, std::optional<std::string> secret)>
      keep_secret;
  // Keeps, or removes (nothing), the ICC profile of a scanner. Errc::invalid: it is none.
  std::function<Result<void>(const std::string& scanner, std::optional<Buffer> profile)>
      keep_profile;
  // A scanner was added, changed or is gone.
  std::function<void(const std::string& name)> scanner_changed;
  // How each delivery of a session is: {"destination", "state", "words", ...}, as JSON objects.
  std::function<std::string(const scan::Session& session)> deliveries;
  std::function<Result<void>(const scan::Session& session)> retry_deliveries;
};

// The REST interface (docs/protocols/rest.md): JSON under /api/v1. What may take long is done on
// threads of its own.
class Service final : public http::Handler {
public:
  explicit Service(Services services) : services_(std::move(services)) {}
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;
  static bool serves(std::string_view path) { return path.starts_with("/api/v1/"); }

private:
  Services services_;
  SideThread quick_{256}, slow_{64}; // slow: what waits for a device, or works on pictures
};

} // namespace platen::intake::api
