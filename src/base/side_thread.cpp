#include "base/side_thread.h"

#include "base/thread.h"

namespace platen {

// The thread is begun with the first piece: many servers never have one.
bool SideThread::take(Work work) {
  const std::lock_guard lock(mutex_);
  if (ending_ || queue_.size() >= most_waiting_) return false;
  if (!thread_.joinable()) {
    auto thread = start_thread([this] { loop(); });
    if (!thread) return false;
    thread_ = *std::move(thread);
  }
  queue_.push_back(std::move(work));
  wake_.notify_one();
  return true;
}

void SideThread::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SideThread::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Work work = std::move(queue_.front());
    queue_.pop_front();
    const bool run = !ending_;
    lock.unlock();
    work(run);
    work = nullptr; // what it holds goes outside of the lock
    lock.lock();
  }
}

} // namespace platen
