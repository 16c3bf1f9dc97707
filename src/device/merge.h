#pragma once

#include "device/status.h"

#include <span>
#include <string_view>

namespace platen::device {

// What one channel said last.
struct Heard {
  std::string_view channel;
  const Reading* reading = nullptr; // null: nothing that still counts
  Time at = 0;
};

// One status out of what the channels said, the most trusted first: each group is the first one's
// that speaks of it; a level that it does not know is taken from a later one. A reason keeps the
// time at which `before` first had it.
Status merge(std::span<const Heard> heard, const Status& before, Time now);

// True when the readings together speak of everything that is worth another question.
bool complete(std::span<const Heard> heard);

} // namespace platen::device
