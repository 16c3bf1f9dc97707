#pragma once

#include "http/exchange.h"
#include "intake/escl/job.h"
#include "scan/broker/scanners.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace platen::intake::escl {

// Everything that scanning by eSCL needs; all of it outlives the service.
struct Services {
  scan::Scanners& scanners;
  std::function<std::string()> make_uuid; // "urn:uuid:..."; whoever knows it has the job's pages
  // A picture of a scanner, a PNG; may be empty: then there is none.
  std::function<std::string(const scan::ScannerEntry&)> icon = {};
  // An answer (401, 403) for who may not use this scanner; may be empty: everybody may scan.
  std::function<std::optional<http::Response>(const http::Head&, const std::string& scanner)>
      refuse = {};
  std::function<void(std::string_view level, std::string_view text)> log = {};
  Patience patience = Patience::usual();
};

// eSCL 2.x (docs/protocols/escl.md) for every scanner, under /eSCL/NAME/.
class Service final : public http::Handler {
public:
  explicit Service(Services services);
  ~Service() override; // cancels the jobs
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;
  static bool serves(std::string_view path); // for the router

private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

} // namespace platen::intake::escl
