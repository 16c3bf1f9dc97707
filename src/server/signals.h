#pragma once

#include <csignal>

namespace platen::server {

// Takes SIGTERM, SIGINT and SIGHUP for the thread that waits for them; made before any other
// thread, so that all inherit the mask. The destructor restores the mask.
class Signals {
public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int wait() const;        // the number of the next one
  void raise_stop() const; // makes wait() return SIGTERM; from any thread

private:
  sigset_t taken_{};
  sigset_t before_{};
};

} // namespace platen::server
