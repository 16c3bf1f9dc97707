#pragma once

#include "base/file.h"

#include <atomic>
#include <mutex>

#include <avahi-common/watch.h>

namespace platen::discovery {

// The poll that a client of Avahi is given, by which another thread can cut the client's connection
// to the message bus. Avahi's library waits on that for each answer, up to half a minute where
// nobody gives one, and has no way to be told that nobody needs it any more.
class ClientLine : private AvahiPoll {
public:
  explicit ClientLine(const AvahiPoll* poll); // which does all the work, and outlives this
  ClientLine(const ClientLine&) = delete;
  ClientLine& operator=(const ClientLine&) = delete;

  const AvahiPoll* poll() const { return this; }
  // The client has gone, or came to nothing: its connection is nobody's.
  void drop();
  // From any thread, and for good: what waits for an answer fails at once, as all that comes after.
  void cut();
  bool is_cut() const { return cut_; }

private:
  static AvahiWatch* watch(const AvahiPoll* self, int descriptor, AvahiWatchEvent event,
                           AvahiWatchCallback callback, void* user_data);
  void seen(int descriptor);

  const AvahiPoll* const inner_;
  std::atomic<bool> cut_ = false;
  std::mutex mutex_;
  UniqueFd connection_; // a second descriptor of it, so that it is no other one that is shut down
};

} // namespace platen::discovery
