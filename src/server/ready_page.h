#pragma once

#include "http/exchange.h"
#include "server/core.h"

namespace platen::server {

// /readyz: 200 while jobs can be taken and printed, else 503 and the reasons, one a line. Each
// answer follows a write to the store's disks.
class ReadyPage final : public http::Handler {
public:
  explicit ReadyPage(Core& core) : core_(core) {}
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  Core& core_;
};

} // namespace platen::server
