#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace platen {

// Things that people may ask for again, each under its owner's name and a key, for as long as they
// are used and there is room. What has to go is given to `gone`, outside of any lock; who has one
// keeps it. From any thread.
template<class T> class KeptFor {
public:
  struct Bounds {
    std::size_t all = 64, of_one = 8;
    std::int64_t idle = 600; // of the clock, since its last use
  };
  using Gone = std::function<void(T&)>;
  KeptFor(const Bounds& bounds, std::function<std::int64_t()> clock, Gone gone)
      : bounds_(bounds), clock_(std::move(clock)), gone_(std::move(gone)) {}

  std::shared_ptr<T> find(const std::string& owner, const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = place_of(owner, key);
    if (found == entries_.end()) return nullptr;
    found->used = clock_();
    entries_.splice(entries_.begin(), entries_, found);
    return entries_.front().value;
  }

  // What is kept under that key: `value`, or what somebody has put there meanwhile.
  std::shared_ptr<T> put(const std::string& owner, const std::string& key,
                         std::shared_ptr<T> value) {
    std::vector<std::shared_ptr<T>> out;
    {
      const std::lock_guard lock(mutex_);
      const auto found = place_of(owner, key);
      if (found != entries_.end()) return found->value;
      entries_.push_front({owner, key, clock_(), value});
      make_room(owner, out);
    }
    tell(out);
    return value;
  }

  bool remove(const std::string& owner, const std::string& key) {
    std::vector<std::shared_ptr<T>> out;
    {
      const std::lock_guard lock(mutex_);
      const auto found = place_of(owner, key);
      if (found != entries_.end()) take_out(found, out);
    }
    tell(out);
    return !out.empty();
  }

  void tick() { // removes what nobody has used for long
    std::vector<std::shared_ptr<T>> out;
    {
      const std::lock_guard lock(mutex_);
      while (!entries_.empty() && clock_() - entries_.back().used > bounds_.idle)
        take_out(std::prev(entries_.end()), out);
    }
    tell(out);
  }

  // The least recently used go until `size` of all together is at most `most`; one always stays.
  void shrink(std::uint64_t most, const std::function<std::uint64_t(const T&)>& size) {
    std::vector<std::shared_ptr<T>> out;
    {
      const std::lock_guard lock(mutex_);
      std::uint64_t all = 0;
      for (const Entry& entry : entries_)
        all += size(*entry.value);
      while (all > most && entries_.size() > 1) {
        all -= std::min(all, size(*entries_.back().value));
        take_out(std::prev(entries_.end()), out);
      }
    }
    tell(out);
  }

  void clear() {
    std::vector<std::shared_ptr<T>> out;
    {
      const std::lock_guard lock(mutex_);
      while (!entries_.empty())
        take_out(entries_.begin(), out);
    }
    tell(out);
  }

private:
  struct Entry {
    std::string owner, key;
    std::int64_t used = 0;
    std::shared_ptr<T> value;
  };
  using Place = typename std::list<Entry>::iterator;

  Place place_of(const std::string& owner, const std::string& key) {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.key == key && entry.owner == owner;
    });
  }

  void take_out(Place place, std::vector<std::shared_ptr<T>>& out) {
    out.push_back(std::move(place->value));
    entries_.erase(place);
  }

  void make_room(const std::string& owner, std::vector<std::shared_ptr<T>>& out) {
    const auto own = [&](const Entry& entry) { return entry.owner == owner; };
    auto count = static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), own));
    while (count > bounds_.of_one) {
      const auto oldest = std::find_if(entries_.rbegin(), entries_.rend(), own);
      take_out(std::prev(oldest.base()), out);
      --count;
    }
    while (entries_.size() > bounds_.all)
      take_out(std::prev(entries_.end()), out);
  }

  void tell(const std::vector<std::shared_ptr<T>>& out) {
    if (gone_)
      for (const auto& value : out)
        gone_(*value);
  }

  const Bounds bounds_;
  const std::function<std::int64_t()> clock_;
  const Gone gone_;
  std::mutex mutex_;
  std::list<Entry> entries_; // the last one used first
};

} // namespace platen
