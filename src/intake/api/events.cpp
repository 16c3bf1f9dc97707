#include "intake/api/events.h"

#include "base/intake_limits.h"
#include "base/thread.h"
#include "intake/api/event_stream.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace platen::intake::api {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds gathered{50}; // what changes within it is told at once
constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::seconds between_checks{2}; // of who listens

} // namespace

class EventHub::Inside {
public:
  explicit Inside(Still still) : still_(std::move(still)) {}

  void publish(const Change& change, const Audience& audience) {
    const std::lock_guard lock(mutex_);
    for (const auto& stream : streams_)
      if (stream->add(change, audience)) news_ = true;
    if (news_) wake_.notify_all();
  }

  Result<std::shared_ptr<EventStream>> open(const Call& call) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return fail(Errc::busy, "the server stops");
    std::erase_if(streams_, [](const auto& stream) { return stream->is_gone(); });
    if (streams_.size() >= limits::event_streams)
      return fail(Errc::busy, "too many listen for events: try again later");
    auto stream = std::make_shared<EventStream>(call, Clock::now());
    streams_.push_back(stream);
    return stream;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
  }

  // The thread's own.
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      wake_.wait_for(lock, between_looks, [this] { return stopping_ || news_; });
      if (news_) wake_.wait_for(lock, gathered, [this] { return stopping_; });
      news_ = false;
      std::erase_if(streams_, [](const auto& stream) { return stream->is_gone(); });
      const auto streams = streams_;
      lock.unlock();
      end_those_who_may_not(streams);    // before they are told
      for (const auto& stream : streams) // what it calls is the network's, and may wait for it
        stream->tell(Clock::now());
      lock.lock();
    }
    const auto streams = std::move(streams_);
    streams_.clear();
    lock.unlock();
    for (const auto& stream : streams)
      stream->end();
  }

  std::thread thread;

private:
  using Streams = std::vector<std::shared_ptr<EventStream>>;

  // A session that has ended, another role, a token that was removed.
  void end_those_who_may_not(const Streams& streams) {
    const auto now = Clock::now();
    if (!still_ || now - checked_ < between_checks) return;
    checked_ = now;
    for (const auto& stream : streams)
      if (!still_(stream->call())) stream->end();
  }

  const Still still_;
  Clock::time_point checked_ = Clock::now(); // the thread's own
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, news_ = false;
  Streams streams_;
};

EventHub::EventHub(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Result<std::unique_ptr<EventHub>> EventHub::start(Still still) {
  auto inside = std::make_shared<Inside>(std::move(still));
  TRY(inside->thread, start_thread([inside = inside.get()] { inside->run(); }));
  return std::unique_ptr<EventHub>(new EventHub(std::move(inside)));
}

EventHub::~EventHub() {
  stop();
}

void EventHub::stop() {
  inside_->stop();
  if (inside_->thread.joinable()) inside_->thread.join();
}

void EventHub::publish(Change change, Audience audience) {
  inside_->publish(change, audience);
}

Result<http::Response> EventHub::open(const Call& call) {
  TRY(auto stream, inside_->open(call));
  http::Response response;
  response.content_type = "text/event-stream";
  response.source = std::make_shared<EventSource>(std::move(stream));
  response.fields.emplace_back("Cache-Control", "no-store");
  response.fields.emplace_back("X-Accel-Buffering", "no"); // a proxy shall not gather it
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

Routes event_routes(EventHub* hub) {
  Route route{"GET", "events", auth::Role::guest, auth::Scope::read, Pace::quick, {}};
  route.stream =
      [hub](const Call& call) -> std::variant<http::Response, std::unique_ptr<http::Exchange>> {
    auto response = hub->open(call);
    return response ? *std::move(response) : error_response(response.error());
  };
  return {std::move(route)};
}

} // namespace platen::intake::api
