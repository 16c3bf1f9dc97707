#pragma once

#include "http/context.h"
#include "http/input.h"
#include "http/listener.h"
#include "http/request.h"
#include "http/response_head.h"
#include "http/slot.h"
#include "http/stream.h"

#include <atomic>
#include <memory>
#include <optional>

namespace platen::http {

class PieceCollector;

// One client, from its first byte to its last: requests one after another, in order. Everything
// runs on the strand except where it says so.
class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(Context& context, Registry& registry, const Strand& strand,
             Accepted client); // throws boost::system::system_error
  ~Connection();

  static Task<void> serve(std::shared_ptr<Connection> self);
  // There are too many: 503, and the end.
  static Task<void> turn_away(std::shared_ptr<Connection> self, Verdict why);

  const Source& source() const { return source_; } // from any thread
  const Strand& strand() const { return strand_; }
  // From any thread: attend() has something to do.
  bool wants_attention(Clock::time_point now) const {
    return now >= stream_.deadline() || streaming_.load(std::memory_order_relaxed);
  }
  void attend(Clock::time_point now); // deadlines; a client that has gone while it is sent a stream
  void stop();                        // closes it if no request is under way
  void abort();                       // ends whatever is under way

private:
  // How a step of a request ended.
  struct Outcome {
    End end = End::none;            // else: there is nobody to answer
    std::optional<Response> answer; // instead of what would come next
  };

  Task<bool> begin();
  Task<bool> secure();
  Task<bool> next_request();
  Task<bool> one_request();
  Task<End> more(std::size_t capacity, Clock::time_point until, std::uint64_t& counter);
  Task<void> breathe();
  std::chrono::milliseconds patience() const;

  Task<Outcome> receive_header(Request& request);
  Outcome begin_exchange(Request& request);
  Task<Outcome> receive_body(Request& request);
  void feed(Request& request, PieceCollector& pieces);
  Task<Outcome> upgrade(Outcome outcome);
  Task<Outcome> ask(Request& request);

  Task<bool> answer(Request& request, Response response);
  Task<bool> stream_body(Request& request, Response& response, Wrapping wrapping);
  Task<std::optional<Result<std::string>>> next_piece(BodySource& source);
  Task<bool> drain(Request& request);
  bool can_drain(const Request& request) const;
  void report(const Request& request, int status) const;
  template<class T> Task<std::optional<T>> settled(std::shared_ptr<Slot<T>> slot);

  static constexpr std::size_t first_room = 8 << 10; // enough for almost every header
  static constexpr unsigned turns_before_breath = 16;

  Context& context_;
  Registry& registry_;
  const Strand strand_;
  const Source source_;
  Peer peer_;
  Stream stream_;
  Input input_;
  Registry::Place place_;
  Abandonable* waiting_for_ = nullptr;
  std::atomic<bool> streaming_ = false; // waits for a piece of a BodySource
  bool idle_ = true;
  bool aborted_ = false;
  bool linger_ = false; // our last words are on their way
  unsigned turns_ = 0;
};

} // namespace platen::http
