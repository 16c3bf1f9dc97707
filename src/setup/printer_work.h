#pragma once

#include "setup/server.h"

namespace platen::setup {

// What became of a job.
struct JobEnd {
  std::int64_t id = 0;
  std::string state, message; // as IPP has them
  bool over() const { return state == "completed" || state == "canceled" || state == "aborted"; }
  bool printed() const { return state == "completed"; }
};

using Options = std::vector<std::pair<std::string, std::string>>;

// What is done with a printer that is there: nothing of it has to be taken back.
class PrinterWork {
public:
  explicit PrinterWork(Server& server) : server_(server) {}

  Result<std::int64_t> print_test_page(const std::string& printer, const Options& options);
  Result<JobEnd> job(std::int64_t id);
  Result<void> set_defaults(const std::string& printer, const Options& options);
  Server& server() { return server_; }

private:
  Server& server_;
};

} // namespace platen::setup
