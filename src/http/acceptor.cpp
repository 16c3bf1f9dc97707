#include "http/acceptor.h"

#include "http/connection.h"

#include <cerrno>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <sys/resource.h>

namespace platen::http {

namespace {

constexpr std::chrono::milliseconds breath{100};
constexpr unsigned clients_at_once = 32; // then the connections have their turn

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

// What has gone wrong with one client, not with the listener: accept(2), "Error handling".
bool concerns_client(int error) {
  return error == EINTR || error == ECONNABORTED || error == EPROTO || error == EPERM ||
         error == ENETDOWN || error == ENOPROTOOPT || error == EHOSTDOWN || error == ENONET ||
         error == EHOSTUNREACH || error == EOPNOTSUPP || error == ENETUNREACH;
}

} // namespace

Acceptor::Acceptor(Context& context, asio::io_context& io, const Strand& strand, Listener listener)
    : context_(context), io_(io), address_(std::move(listener.address)),
      file_(std::move(listener.file)), socket_(strand), timer_(strand) {
  socket_.assign(listener.socket.get());
  listener.socket.release();
}

void Acceptor::close() {
  file_.reset();
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

Task<void> Acceptor::serve() {
  unsigned taken = 0;
  while (socket_.is_open()) {
    Accepted client = accept_one(socket_.native_handle());
    if (client.socket) {
      short_of_descriptors_ = false;
      admit(std::move(client));
      if (++taken % clients_at_once == 0) co_await asio::post(socket_.get_executor(), use_task);
    } else if (client.error == EAGAIN) {
      boost::system::error_code error;
      co_await socket_.async_wait(asio::posix::descriptor_base::wait_read,
                                  asio::redirect_error(use_task, error));
    } else if (!concerns_client(client.error)) {
      co_await pause(client.error);
    }
  }
}

// Out of descriptors or memory: those who are connected go on, and some of them will leave.
Task<void> Acceptor::pause(int error) {
  if (!is_shortage(error) || !short_of_descriptors_)
    context_.log("error", "no new connections for the moment: " + errno_text(error));
  short_of_descriptors_ = is_shortage(error);
  timer_.expires_after(breath);
  boost::system::error_code ignored;
  co_await timer_.async_wait(asio::redirect_error(use_task, ignored));
}

Verdict Acceptor::judge(const Accepted& client) const {
  if (const std::size_t reserved = context_.reserved_descriptors; reserved > 0) {
    rlimit limit{};
    // The system gives the lowest number that is free: all below it are in use.
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
        static_cast<rlim_t>(client.socket.get()) + reserved >= limit.rlim_cur)
      return Verdict::no_descriptors;
  }
  return http::admit(client.source, context_.registry.crowd(client.source), context_.room());
}

void Acceptor::admit(Accepted client) {
  try {
    const Verdict verdict = judge(client);
    const bool room = verdict == Verdict::admitted;
    if (!room) {
      context_.refused(verdict, client.peer.address.empty() ? "this machine" : client.peer.address);
      if (context_.turned_away.size() >= limits::http_refused_connections) return;
    }
    const Strand strand = asio::make_strand(io_);
    auto connection = std::make_shared<Connection>(
        context_, room ? context_.registry : context_.turned_away, strand, std::move(client));
    asio::co_spawn(strand,
                   room ? Connection::serve(std::move(connection))
                        : Connection::turn_away(std::move(connection), verdict),
                   asio::detached);
  } catch (const std::exception& error) {
    context_.log("error", std::string("a client cannot be taken in: ") + error.what());
  }
}

} // namespace platen::http
