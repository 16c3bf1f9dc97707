#include "base/turn_threads.h"

#include "base/thread.h"

#include <algorithm>
#include <utility>

namespace platen {

bool TurnThreads::take(const std::string& person, Work work) {
  const std::lock_guard lock(mutex_);
  if (ending_ || queue_.size() >= bounds_.waiting) return false;
  const auto share = shares_.find(person);
  if (share != shares_.end() && share->second.waiting >= bounds_.waiting_of_one) return false;
  if (idle_ == 0 && threads_.size() < bounds_.threads) {
    auto thread = start_thread([this] { loop(); });
    if (thread) threads_.push_back(*std::move(thread));
    if (threads_.empty()) return false;
  }
  queue_.push_back({person, std::move(work)});
  ++shares_[person].waiting;
  wake_.notify_one();
  return true;
}

std::deque<TurnThreads::Waiting>::iterator TurnThreads::next() {
  return std::ranges::find_if(queue_, [this](const Waiting& one) {
    return shares_.at(one.person).working < bounds_.at_a_time;
  });
}

void TurnThreads::give_back(const std::string& person) {
  const auto share = shares_.find(person);
  --share->second.working;
  if (share->second.waiting == 0 && share->second.working == 0) shares_.erase(share);
  wake_.notify_one(); // one of theirs may have waited for that
}

void TurnThreads::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    auto found = next();
    if (found == queue_.end()) {
      if (ending_) return;
      ++idle_;
      wake_.wait(lock);
      --idle_;
      continue;
    }
    Waiting one = std::move(*found);
    queue_.erase(found);
    Share& share = shares_.at(one.person);
    --share.waiting;
    ++share.working;
    const bool run = !ending_;
    lock.unlock();
    one.work(run);
    one.work = nullptr; // what it held goes outside of the lock
    lock.lock();
    give_back(one.person);
  }
}

void TurnThreads::end() {
  std::vector<std::thread> ended;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    ended.swap(threads_);
    wake_.notify_all();
  }
  for (std::thread& thread : ended)
    thread.join();
}

} // namespace platen
