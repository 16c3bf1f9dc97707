#pragma once

#include "intake/api/events.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace platen::intake::api {

// One client that listens: what it has not been told yet, and whether its connection waits for
// something. From any thread.
class EventStream {
public:
  using Clock = std::chrono::steady_clock;
  EventStream(const Call& call, Clock::time_point now);

  // True: it has something to be told.
  bool add(const Change& change, const Audience& audience);
  // Tells what there is, or that the connection is alive, if the connection waits for it.
  void tell(Clock::time_point now);
  void end();
  bool is_gone() const;
  const Call& call() const { return call_; } // that asked for it

  void wait(http::BodySource::Give give); // of the connection
  void leave();                           // likewise: it is gone

private:
  bool is_for(const Audience& audience) const;
  std::string take_text(Clock::time_point now); // empty: nothing is due

  const Call call_;
  const Clock::time_point began_;
  mutable std::mutex mutex_;
  std::vector<Change> pending_;
  bool all_ = false; // too much has changed to be listed
  bool gone_ = false, ended_ = false;
  bool greeted_ = false;
  std::uint64_t told_ = 0;      // the id of the last event
  Clock::time_point last_;      // when something was told
  http::BodySource::Give give_; // null: what was told last is still on its way
};

class EventSource final : public http::BodySource {
public:
  explicit EventSource(std::shared_ptr<EventStream> stream) : stream_(std::move(stream)) {}
  ~EventSource() override { stream_->leave(); }
  void next(Give give) override { stream_->wait(std::move(give)); }

private:
  const std::shared_ptr<EventStream> stream_;
};

} // namespace platen::intake::api
