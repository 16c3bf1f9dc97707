#pragma once

#include "base/live.h"
#include "job/store.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

namespace platen::server {

// Aborts jobs that wait for their job-password, or for a department, for too long: what nobody
// fetched shall not lie here for ever.
class Unreleased {
public:
  struct Options {
    Live<std::int64_t> seconds; // since their creation; -1: no bound
    std::function<job::Time()> clock;
    std::function<void(std::string_view level, std::string_view text)> log;
  };
  Unreleased(job::Store& store, Options options) : store_(store), options_(std::move(options)) {}

  void look(); // about once a second, on one thread

private:
  job::Store& store_;
  const Options options_;
  job::Time next_ = 0; // no look before
  const std::shared_ptr<std::atomic<bool>> looking_ = std::make_shared<std::atomic<bool>>(false);
};

} // namespace platen::server
