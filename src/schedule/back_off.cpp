#include "schedule/back_off.h"

#include <algorithm>

namespace platen::schedule {

std::chrono::milliseconds BackOff::failed(job::Time now) {
  if (failures_ == 0) since_ = now;
  constexpr int most_doublings = 20;
  const auto pause = std::min(first_ * (1 << std::min(failures_, most_doublings)), last_);
  ++failures_;
  next_ = Clock::now() + pause;
  return pause;
}

void BackOff::succeeded() {
  failures_ = 0;
  next_.reset();
}

} // namespace platen::schedule
