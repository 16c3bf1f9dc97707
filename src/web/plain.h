#pragma once

#include "http/exchange.h"

namespace platen::web {

// Pages without script (docs/howto/log-in.md): printers, jobs with what can be done to them, upload, log-in;
// for text browsers, old devices and whoever turned JavaScript off. HTML made here of what the REST
// interface says.
class Plain final : public http::Handler {
public:
  explicit Plain(http::Handler& api) : api_(api) {} // the REST interface; outlives it
  static bool serves(const http::Head& head);
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  http::Handler& api_;
};

} // namespace platen::web
