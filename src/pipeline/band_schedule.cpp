#include "pipeline/band_schedule.h"

#include "base/result.h"

namespace platen::pipeline {

BandSchedule::BandSchedule(std::int32_t bands, std::int32_t slots)
    : bands_(bands), slots_(slots), ready_(static_cast<std::size_t>(slots)) {
  EXPECTS(bands >= 0 && slots >= 2);
}

BandSchedule::Step BandSchedule::next() {
  if (drained_ == bands_ && fed_ == bands_ + 1) return {Kind::finished, bands_};
  const auto next_slot = static_cast<std::size_t>(drained_ % slots_);
  if (!draining_ && drained_ < bands_ && ready_[next_slot]) {
    draining_ = true;
    return {Kind::drain, drained_};
  }
  if (!feeding_ && (fed_ == bands_ || (fed_ < bands_ && fed_ - drained_ < slots_))) {
    feeding_ = true;
    return {Kind::feed, fed_};
  }
  if (started_ < bands_ && started_ < fed_) return {Kind::work, started_++};
  return {Kind::wait, 0};
}

void BandSchedule::done(Step step) {
  switch (step.kind) {
  case Kind::feed:
    feeding_ = false;
    ++fed_;
    break;
  case Kind::work:
    ready_[static_cast<std::size_t>(step.band % slots_)] = true;
    break;
  case Kind::drain:
    ready_[static_cast<std::size_t>(step.band % slots_)] = false;
    draining_ = false;
    ++drained_;
    break;
  case Kind::wait:
  case Kind::finished:
    break;
  }
}

} // namespace platen::pipeline
