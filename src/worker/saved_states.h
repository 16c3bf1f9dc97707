#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::worker {

// What `q` saves and `Q` brings back, of a content stream. Beyond a thousand deep, which nothing
// but a broken one is, states are counted and not kept.
template<class State> class SavedStates {
public:
  void save(const State& state) {
    if (saved_.size() < most)
      saved_.push_back(state);
    else
      ++unsaved_;
  }
  // Without one that was saved, the state stays.
  void restore(State& state) {
    if (unsaved_ > 0) {
      --unsaved_;
    } else if (!saved_.empty()) {
      state = std::move(saved_.back());
      saved_.pop_back();
    }
  }

  // The operators of these names. False: it is neither.
  bool take(std::string_view name, State& state) {
    if (name == "q")
      save(state);
    else if (name == "Q")
      restore(state);
    else
      return false;
    return true;
  }

private:
  static constexpr std::size_t most = 1'000;
  std::vector<State> saved_;
  std::size_t unsaved_ = 0;
};

} // namespace platen::worker
