#include "virtual/engine.h"

#include <algorithm>

namespace platen::twin {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds longest_wait{10}; // a fault is noticed so soon
constexpr milliseconds minute{60'000};

} // namespace

EngineWorld world_of(Faults& faults) {
  return {[] { return EngineWorld::Clock::now(); },
          [&faults](milliseconds most) { return faults.rest(most); },
          [&faults] { return faults.stands_still(); }};
}

Result<void> Engine::take(std::uint64_t bytes, std::int32_t copies,
                          std::function<Result<void>()> out, const EngineWorld& world) {
  if (terms_.memory_bytes > 0 && bytes > terms_.memory_bytes)
    return fail(Errc::limit, "a page of " + std::to_string(bytes) +
                                 " bytes does not fit in a "
                                 "memory of " +
                                 std::to_string(terms_.memory_bytes));
  TRY_VOID(look(world));
  while (terms_.memory_bytes > 0 && used_ + bytes > terms_.memory_bytes)
    TRY_VOID(wait(world));
  const auto now = world.now();
  if (!warm_) warm_ = now + terms_.warm_up;
  if (sides_.empty()) {
    next_ = std::max(now, *warm_) + minute * copies / terms_.pages_per_minute;
    looked_ = now;
  }
  used_ += bytes;
  sides_.push_back({bytes, copies, std::move(out)});
  return {};
}

Result<void> Engine::look(const EngineWorld& world) {
  const auto now = world.now();
  if (world.stands_still()) next_ += now - looked_;
  looked_ = now;
  while (!sides_.empty() && next_ <= now) {
    const Side side = std::move(sides_.front());
    sides_.pop_front();
    used_ -= side.bytes;
    if (!sides_.empty()) next_ += minute * sides_.front().copies / terms_.pages_per_minute;
    TRY_VOID(side.out());
  }
  return {};
}

Result<void> Engine::wait(const EngineWorld& world) {
  const auto left = std::chrono::ceil<milliseconds>(next_ - world.now());
  TRY_VOID(world.wait(std::clamp(left, milliseconds(1), longest_wait)));
  return look(world);
}

Result<void> Engine::finish(const EngineWorld& world) {
  TRY_VOID(look(world));
  while (!sides_.empty())
    TRY_VOID(wait(world));
  return {};
}

} // namespace platen::twin
