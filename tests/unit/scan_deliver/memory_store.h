#pragma once

#include "scan/deliver/queue.h"

#include <algorithm>
#include <mutex>

namespace platen::scan {

// Deliveries in memory, for tests; every state that a disk would have had is kept.
class MemoryStore final : public DeliveryStore {
public:
  Result<std::vector<Delivery>> load() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  Result<void> save(const Delivery& delivery) override {
    const std::lock_guard lock(mutex_);
    if (full_) return fail(Errc::io, "the disk is full");
    const auto found = std::ranges::find(now_, delivery.id, &Delivery::id);
    if (found == now_.end())
      now_.push_back(delivery);
    else
      *found = delivery;
    history_.push_back(now_);
    return {};
  }
  void set_full(bool full) {
    const std::lock_guard lock(mutex_);
    full_ = full;
  }
  void start_with(std::vector<Delivery> deliveries) { now_ = std::move(deliveries); }
  std::vector<std::vector<Delivery>> history() const {
    const std::lock_guard lock(mutex_);
    return history_;
  }

private:
  mutable std::mutex mutex_;
  std::vector<Delivery> now_;
  std::vector<std::vector<Delivery>> history_;
  bool full_ = false;
};

} // namespace platen::scan
