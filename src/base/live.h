#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace platen {

// A value that many threads read and that is replaced now and then, as when a configuration is read
// again. Copies share it: whoever keeps one sees every later value. What get() gave stays as it is.
template<class T> class Live {
public:
  Live(T value = {}) : held_(std::make_shared<Held>(std::move(value))) {}

  std::shared_ptr<const T> get() const { // never null
    const std::lock_guard lock(held_->mutex);
    return held_->value;
  }
  void set(T value) const {
    auto next = std::make_shared<const T>(std::move(value));
    const std::lock_guard lock(held_->mutex);
    held_->value.swap(next); // the old one goes, if at all, after the lock
  }

private:
  struct Held {
    explicit Held(T first) : value(std::make_shared<const T>(std::move(first))) {}
    std::mutex mutex;
    std::shared_ptr<const T> value;
  };
  std::shared_ptr<Held> held_;
};

} // namespace platen
