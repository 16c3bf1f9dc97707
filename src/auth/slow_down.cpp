#include "auth/slow_down.h"

#include <algorithm>

namespace platen::auth {

std::int64_t SlowDown::wait_ms(const std::string& key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return 0;
  return std::max<std::int64_t>(0, found->second.until_ms - now_ms);
}

void SlowDown::wrong(const std::string& key, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (!entries_.contains(key) && entries_.size() >= most_keys)
    entries_.erase(std::ranges::min_element(
        entries_, {}, [](const auto& entry) { return entry.second.last_ms; }));
  Entry& entry = entries_[key];
  if (now_ms - entry.last_ms > quiet_ms) entry.wrong = 0;
  entry.last_ms = now_ms;
  if (++entry.wrong < free_) return;
  const int doublings = std::min(entry.wrong - free_, 20);
  entry.until_ms = now_ms + std::min(first_ms << doublings, longest_ms);
}

void SlowDown::right(const std::string& key) {
  const std::lock_guard lock(mutex_);
  entries_.erase(key);
}

} // namespace platen::auth
