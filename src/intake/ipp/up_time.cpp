#include "intake/ipp/up_time.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace platen::intake::ipp {

namespace {

// The two clocks tick at different moments, and the wall clock is put right by fractions.
constexpr job::Time same_within = 2;

} // namespace

UpTime::UpTime(Clock wall, Clock steady)
    : wall_(std::move(wall)), steady_(std::move(steady)), up_(wall_()), at_(steady_()) {}

UpTime::Moment UpTime::now() {
  const std::lock_guard lock(mutex_);
  const job::Time wall = wall_(), at = steady_();
  const job::Time due = up_ + (at - at_);
  up_ = wall + same_within >= due ? std::max(wall, up_) : due;
  at_ = at;
  return {wall, up_};
}

std::int32_t up_time(job::Time moment, job::Time now) {
  constexpr job::Time turn = job::Time{1} << 31;
  using Integer = std::numeric_limits<std::int32_t>;
  const job::Time epoch = now < turn ? 0 : now - now % turn - 1; // so that it begins with 1
  return static_cast<std::int32_t>(
      std::clamp<job::Time>(moment - epoch, Integer::min(), Integer::max()));
}

std::int32_t future_up_time(job::Time wall, const UpTime::Moment& now) {
  return up_time(wall - now.wall + now.up, now.up);
}

std::int32_t past_up_time(job::Time wall, const UpTime::Moment& now) {
  return up_time(std::min(wall - now.wall, job::Time{0}) + now.up, now.up);
}

} // namespace platen::intake::ipp
