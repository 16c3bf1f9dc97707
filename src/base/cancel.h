#pragma once

#include <atomic>

namespace platen {

// Set by one thread, looked at once a band by the others.
class Cancel {
public:
  void request() { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const { return requested_.load(std::memory_order_relaxed); }

private:
  std::atomic<bool> requested_ = false;
};

} // namespace platen
