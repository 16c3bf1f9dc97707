#pragma once

#include "http/context.h"
#include "http/listener.h"
#include "http/task.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace platen::http {

// Takes the clients of one listener in. On its strand.
class Acceptor {
public:
  Acceptor(Context& context, asio::io_context& io, const Strand& strand, Listener listener);
  const ListenAddress& address() const { return address_; }
  Task<void> serve(); // until close()
  void close();

private:
  Task<void> pause(int error);
  Verdict judge(const Accepted& client) const;
  void admit(Accepted client);

  Context& context_;
  asio::io_context& io_;
  ListenAddress address_;
  std::unique_ptr<SocketFile> file_;
  asio::posix::basic_stream_descriptor<Strand> socket_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Strand> timer_;
  bool short_of_descriptors_ = false;
};

} // namespace platen::http
