#pragma once

#include <cstdint>
#include <vector>

namespace platen::pipeline {

// What a worker of a banded run may do next. Knows neither threads nor pixels: callers take turns
// (under a lock) and say when a step is done.
//
//   source --feed--> slot --work--> slot --drain--> sink
//
// Feeding is one step at a time and in order, and so is draining; bands are worked on at once, in
// any number. Band b lives in slot b mod slots from its feeding until it is drained. After the last
// band one more feeding step reads what the page does not need, so that the source always ends at
// its end.
class BandSchedule {
public:
  enum class Kind : std::uint8_t { feed, work, drain, wait, finished };
  struct Step {
    Kind kind = Kind::wait;
    std::int32_t band = 0; // feed: 0..bands, where `bands` is the rest of the source
  };

  BandSchedule(std::int32_t bands, std::int32_t slots); // slots >= 2

  // Claims a step. Draining first, because it frees a slot; then feeding, so that a slow source is
  // always being waited for; then work. `wait`: nothing until another step is done.
  Step next();
  void done(Step step);

private:
  std::int32_t bands_, slots_;
  std::int32_t fed_ = 0;     // feeding steps done
  std::int32_t started_ = 0; // bands whose work has begun
  std::int32_t drained_ = 0;
  bool feeding_ = false, draining_ = false;
  std::vector<bool> ready_; // by slot: worked on, not yet drained
};

} // namespace platen::pipeline
