#include "intake/api/event_stream.h"

#include "base/intake_limits.h"
#include "intake/api/ipp_desk.h"

#include <algorithm>
#include <utility>

namespace platen::intake::api {

namespace {

constexpr std::chrono::seconds heartbeat{15};

// How long a client waits before it comes again; the id makes it say that it does.
constexpr std::string_view greeting = "retry: 2000\nid: 0\n\n";

} // namespace

EventStream::EventStream(const Call& call, Clock::time_point now)
    : call_(call), began_(now),
      // What it has missed meanwhile, nobody knows.
      all_(!call.head.field("last-event-id").empty()), last_(now) {}

bool EventStream::is_for(const Audience& audience) const {
  const auth::Role role = call_.principal.role();
  if (role < audience.least) return false;
  return !audience.owner || *audience.owner == call_.user || role >= audience.others;
}

bool EventStream::add(const Change& change, const Audience& audience) {
  if (!is_for(audience)) return false;
  const std::lock_guard lock(mutex_);
  if (gone_ || all_) return false;
  if (std::ranges::find(pending_, change) != pending_.end()) return false;
  if (pending_.size() < limits::events_untold) {
    pending_.push_back(change);
    return true;
  }
  all_ = true;
  pending_ = {};
  return true;
}

std::string EventStream::take_text(Clock::time_point now) {
  std::string text;
  const auto event = [&](const Json& json) {
    text += "id: " + std::to_string(++told_) + "\ndata: " + dumped(json) + "\n\n";
  };
  if (std::exchange(all_, false)) event({{"kind", "all"}, {"id", ""}});
  for (const Change& change : std::exchange(pending_, {}))
    event({{"kind", change.kind}, {"id", change.id}});
  if (text.empty() && now - last_ >= heartbeat) text = ": still here\n\n";
  if (!text.empty()) last_ = now;
  return text;
}

void EventStream::tell(Clock::time_point now) {
  http::BodySource::Give give;
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    if (!give_) return;
    text = take_text(now);
    if (text.empty() && now - began_ < limits::event_stream) return;
    ended_ = text.empty();
    give = std::exchange(give_, nullptr);
  }
  give(std::move(text)); // empty: the end
}

void EventStream::end() {
  http::BodySource::Give give;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    give = std::exchange(give_, nullptr);
  }
  if (give) give(std::string());
}

bool EventStream::is_gone() const {
  const std::lock_guard lock(mutex_);
  return gone_ || ended_;
}

void EventStream::wait(http::BodySource::Give give) {
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(greeted_, true)) text = greeting;
    if (all_ || !pending_.empty()) text += take_text(Clock::now());
    if (text.empty() && !ended_) {
      give_ = std::move(give);
      return;
    }
  }
  give(std::move(text)); // empty: the end
}

void EventStream::leave() {
  const std::lock_guard lock(mutex_);
  gone_ = true;
  give_ = nullptr;
  pending_ = {};
}

} // namespace platen::intake::api
