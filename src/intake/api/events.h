#pragma once

#include "intake/api/call.h"
#include "intake/api/route.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace platen::intake::api {

// Something has changed, and is asked for anew by whoever shows it.
struct Change {
  std::string kind, id; // "job", "17"
  bool operator==(const Change&) const = default;
};

// Who is told of a change.
struct Audience {
  auth::Role least = auth::Role::guest;
  std::optional<std::string> owner;                 // only this user...
  auth::Role others = auth::Role::printer_operator; // ...and those from this role on
};

// Tells browsers what has changed (server-sent events, docs/protocols/rest.md), each stream on a
// connection that it holds open. Many changes of one thing are told as one; a client that reads
// slowly is told that anything may have changed, and costs no more memory. From any thread.
class EventHub {
public:
  // Whether who asked for a stream may still have it: they are who they were, with the same role.
  // Asked every few seconds of each stream, on the hub's thread.
  using Still = std::function<bool(const Call&)>;
  // Errc::busy where there is no thread for it.
  static Result<std::unique_ptr<EventHub>> start(Still still = {});
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  void publish(Change change, Audience audience = {}); // does not block
  // The answer to a request for the stream. Errc::busy: there are too many.
  Result<http::Response> open(const Call& call);
  // Ends all streams; clients come again. Twice is once.
  void stop();

private:
  class Inside;
  explicit EventHub(std::shared_ptr<Inside> inside);
  std::shared_ptr<Inside> inside_;
};

// GET events. `hub` outlives it; null for the table alone.
Routes event_routes(EventHub* hub);

} // namespace platen::intake::api
