#pragma once

#include "intake/ipp/service.h"
#include "job/store.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace platen::server {

// Notices a disk that is nearly full or does not take what the store writes, and that it does
// again: each is told once. While it does not, something small is written now and then to find out.
class DiskWatch {
public:
  struct Options {
    Live<intake::ipp::Policy> policy;
    std::function<void(std::string words)>
        told; // for the status of all printers; empty: it is over
    std::function<void(std::string_view level, std::string_view text)> log;
  };
  DiskWatch(job::Store& store, Options options) : store_(store), options_(std::move(options)) {}

  void look(); // about once a second, on one thread

private:
  std::string present_words() const;
  void try_writing();

  job::Store& store_;
  const Options options_;
  std::string words_; // as told
  int looks_ = 0;
  const std::shared_ptr<std::atomic<bool>> trying_ = std::make_shared<std::atomic<bool>>(false);
};

} // namespace platen::server
