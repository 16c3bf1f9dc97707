#pragma once

#include "http/exchange.h"

namespace platen::web {

// The app's own files: "/" and what lies under "/app/" (docs/web.md). Nothing in them depends on
// who asks; what does comes through the REST interface.
class App final : public http::Handler {
public:
  static bool serves(const http::Head& head);
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;
};

// Fields that every page of ours has: what it may load, and who may frame it.
std::vector<std::pair<std::string, std::string>> page_fields();

} // namespace platen::web
