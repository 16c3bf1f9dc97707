#pragma once

#include "http/exchange.h"
#include "install/facts.h"
#include "web/seen.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace platen::web {

// What the server knows of itself, for the instructions.
struct InstallFacts {
  std::string host;        // of this machine
  std::string uuid;        // of the server
  std::string certificate; // PEM, what is in force; empty: no TLS
  bool announces = true;
  bool local_only = false;                // it listens on this machine alone
  std::vector<install::Scanner> scanners; // that others may use
};

// "/install" and what lies below it: how a computer, or a phone, prints and scans here. The page
// without script, the same as data for the app, and files for the systems that want one
// (docs/protocols/rest.md). For everybody: it tells no more than what is announced in the network.
class Install final : public http::Handler {
public:
  struct Options {
    http::Handler& api; // the REST interface, which says which printers there are; outlives it
    std::function<InstallFacts()> facts;
    const Seen& seen;
  };
  explicit Install(Options options) : options_(std::move(options)) {}
  static bool serves(const http::Head& head);
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  Options options_;
};

} // namespace platen::web
