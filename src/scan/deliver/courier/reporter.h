#pragma once

#include "scan/deliver/message.h"

#include <chrono>

namespace platen::scan::courier {

// What the helper says to its parent while it works. Where the parent is gone nobody waits for an
// end: the next word ends the process.
class Reporter {
public:
  explicit Reporter(int fd) : fd_(fd) {}
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  void moving();   // at most once a second
  void all_sent(); // until answered() it may or may not have arrived
  void answered();
  void arrived(const std::string& name);
  void end(const DeliveryEnd& end);
  bool unanswered() const { return unanswered_; }

private:
  void say(Bytes frame);
  int fd_;
  bool unanswered_ = false;
  std::chrono::steady_clock::time_point last_{};
};

} // namespace platen::scan::courier
