#include "discovery/client_line.h"

#include <fcntl.h>
#include <sys/socket.h>

namespace platen::discovery {

ClientLine::ClientLine(const AvahiPoll* poll) : AvahiPoll(*poll), inner_(poll) {
  watch_new = &ClientLine::watch;
}

// The bus is the only one whom Avahi's client watches, and it does so before it asks it anything.
AvahiWatch* ClientLine::watch(const AvahiPoll* self, int descriptor, AvahiWatchEvent event,
                              AvahiWatchCallback callback, void* user_data) {
  auto& line = *const_cast<ClientLine*>(static_cast<const ClientLine*>(self));
  line.seen(descriptor);
  return line.inner_->watch_new(line.inner_, descriptor, event, callback, user_data);
}

void ClientLine::seen(int descriptor) {
  const std::lock_guard lock(mutex_);
  if (!connection_) connection_ = UniqueFd(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
  if (cut_) ::shutdown(descriptor, SHUT_RDWR);
}

void ClientLine::drop() {
  const std::lock_guard lock(mutex_);
  connection_.reset();
}

void ClientLine::cut() {
  const std::lock_guard lock(mutex_);
  cut_ = true;
  if (connection_) ::shutdown(connection_.get(), SHUT_RDWR);
}

} // namespace platen::discovery
