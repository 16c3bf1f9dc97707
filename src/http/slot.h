#pragma once

#include "http/task.h"

#include <mutex>
#include <optional>

#include <boost/asio/post.hpp>

namespace platen::http {

// The side of a slot that ends the wait.
class Abandonable {
public:
  virtual ~Abandonable() = default;
  virtual void abandon() = 0;
};

// Where a value that comes once, from any thread, meets the coroutine that waits for it. Whoever is
// to put it holds the slot by shared_ptr, so that it may come after the connection has ended.
template<class T> class Slot final : public Abandonable {
public:
  // The first of put() and abandon() counts.
  void put(T value) {
    const std::unique_lock lock(mutex_);
    if (settled_) return;
    settled_ = true;
    value_.emplace(std::move(value));
    wake();
  }
  void abandon() override {
    const std::unique_lock lock(mutex_);
    if (settled_) return;
    settled_ = true;
    wake();
  }

  // The value, if it is there without waiting.
  std::optional<T> poll() {
    const std::unique_lock lock(mutex_);
    return std::exchange(value_, std::nullopt);
  }

  // The value; nothing after abandon(). One waits at most.
  Task<std::optional<T>> take() {
    co_await asio::async_initiate<const asio::use_awaitable_t<Strand>, void()>(
        [this](Waiter waiter) {
          const std::unique_lock lock(mutex_);
          waiter_.emplace(std::move(waiter));
          if (settled_) wake();
        },
        use_task);
    co_return poll();
  }

private:
  using Waiter = typename asio::async_result<asio::use_awaitable_t<Strand>, void()>::handler_type;

  // Under the lock. The coroutine runs on its own strand, not on the thread that brings the value.
  void wake() {
    if (!waiter_) return;
    Waiter waiter = std::move(*waiter_);
    waiter_.reset();
    asio::post(std::move(waiter));
  }

  std::mutex mutex_;
  bool settled_ = false;
  std::optional<T> value_;
  std::optional<Waiter> waiter_;
};

} // namespace platen::http
