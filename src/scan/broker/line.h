#pragma once

#include <cstdint>
#include <deque>
#include <string>

namespace platen::scan {

// Who uses a scanner and who waits for it, in the order of asking. Not for several threads.
class Line {
public:
  std::uint64_t join(std::string who) {
    waiting_.push_back({++last_, std::move(who)});
    return last_;
  }
  void leave(std::uint64_t number) {
    std::erase_if(waiting_, [number](const Place& place) { return place.number == number; });
  }
  bool is_turn_of(std::uint64_t number) const {
    return user_.empty() && !waiting_.empty() && waiting_.front().number == number;
  }
  void take() {
    user_ = waiting_.front().who.empty() ? "somebody" : std::move(waiting_.front().who);
    waiting_.pop_front();
  }
  void give_back() { user_.clear(); }
  bool in_use() const { return !user_.empty(); }
  bool idle() const { return user_.empty() && waiting_.empty(); }
  // Who has it, or would have it next; empty where it is idle.
  std::string first() const {
    return in_use() ? user_ : waiting_.empty() ? std::string() : waiting_.front().who;
  }

private:
  struct Place {
    std::uint64_t number = 0;
    std::string who;
  };
  std::deque<Place> waiting_;
  std::string user_; // empty: nobody
  std::uint64_t last_ = 0;
};

} // namespace platen::scan
