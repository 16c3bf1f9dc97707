#include "http/server.h"

#include "base/thread.h"
#include "http/acceptor.h"
#include "http/certificate_files.h"
#include "http/connection.h"
#include "http/warden.h"

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace platen::http {

namespace {

class AsioServer final : public Server {
public:
  AsioServer(ServerOptions options, Handler& handler)
      : context_(std::move(options), handler),
        io_(static_cast<int>(std::max<std::size_t>(context_.options.threads, 1))),
        strand_(asio::make_strand(io_)), warden_(context_, strand_) {}

  ~AsioServer() override {
    stop();
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !running_; });
  }

  Result<void> open(std::vector<UniqueFd> given);
  std::vector<ListenAddress> addresses() const override;
  std::size_t connections() const override { return context_.registry.size(); }
  void run() override;
  void stop() override;
  Result<void> reload_certificate() override { return warden_.reload_certificate(); }
  Result<void> change(const ServerOptions& options) override;

private:
  Result<void> listen(std::vector<UniqueFd> given);
  void start(std::vector<std::jthread>& others);
  void work();
  void close_all();

  Context context_;
  asio::io_context io_;
  Strand strand_; // of the acceptors and the warden
  Warden warden_;
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  std::mutex mutex_; // held while stop() posts: the server must not go away under it
  std::condition_variable returned_;
  bool running_ = false;
};

Result<void> check(const ServerOptions& options) {
  if (options.certificate.empty() != options.key.empty())
    return fail(Errc::invalid, "a certificate needs its key, and a key its certificate: one of the "
                               "two files is not named");
  for (const std::string& name : options.names)
    if (!is_host_name(name)) return fail(Errc::invalid, "\"" + name + "\" is no host name");
  return {};
}

Result<std::vector<Listener>> listen_once(const std::vector<ListenAddress>& addresses) {
  std::vector<Listener> listeners;
  for (ListenAddress address : addresses) {
    if (address.port == 0 && !listeners.empty()) address.port = listeners.front().address.port;
    TRY(Listener listener, listen_on(address));
    listeners.push_back(std::move(listener));
  }
  return listeners;
}

// The port that the system gives the first address may be taken at the next: then it gives another.
Result<std::vector<Listener>> listen_on_all(const std::vector<ListenAddress>& addresses) {
  constexpr int most_tries = 16;
  auto listeners = listen_once(addresses);
  for (int tries = 1; !listeners && addresses[0].port == 0 && tries < most_tries; ++tries)
    listeners = listen_once(addresses);
  return listeners;
}

bool is_local(const Listener& listener) {
  return listener.address.address.empty();
}

// What was given, and what the options name of the kind that was not.
Result<std::vector<Listener>> all_listeners(const ServerOptions& options,
                                            std::vector<UniqueFd> given) {
  std::vector<Listener> listeners;
  for (UniqueFd& socket : given) {
    TRY(Listener listener, adopt_listener(std::move(socket)));
    listeners.push_back(std::move(listener));
  }
  const bool has_local = std::ranges::any_of(listeners, is_local);
  if (std::ranges::all_of(listeners, is_local)) {
    TRY(std::vector<Listener> network, listen_on_all(options.listen));
    std::ranges::move(network, std::back_inserter(listeners));
  }
  if (!has_local && !options.unix_socket.empty()) {
    TRY(Listener local, listen_on_file(options.unix_socket));
    listeners.push_back(std::move(local));
  }
  if (listeners.empty()) return fail(Errc::invalid, "there is no address to listen on");
  return listeners;
}

Result<void> AsioServer::listen(std::vector<UniqueFd> given) {
  TRY(std::vector<Listener> listeners, all_listeners(context_.options, std::move(given)));
  for (Listener& listener : listeners)
    acceptors_.push_back(std::make_unique<Acceptor>(context_, io_, strand_, std::move(listener)));
  return {};
}

Result<void> AsioServer::open(std::vector<UniqueFd> given) {
  TRY_VOID(listen(std::move(given)));
  return warden_.open_certificate();
}

Result<void> AsioServer::change(const ServerOptions& options) {
  TRY_VOID(check(options));
  TRY_VOID(warden_.use_certificate(options));
  context_.hosts.set(HostPolicy(options.names));
  context_.most_connections = options.limits.connections;
  context_.most_per_address = options.limits.connections_per_address;
  context_.reserved_descriptors = options.limits.reserved_descriptors;
  context_.most_body_bytes = options.limits.body_bytes;
  return {};
}

std::vector<ListenAddress> AsioServer::addresses() const {
  std::vector<ListenAddress> all;
  for (const auto& acceptor : acceptors_)
    if (!acceptor->address().address.empty()) all.push_back(acceptor->address());
  return all;
}

void AsioServer::work() {
  for (;;) {
    try {
      io_.run();
      return;
    } catch (const std::exception& error) {
      context_.log("error", std::string("a fault of the server: ") + error.what());
    }
  }
}

// With fewer threads, where the system has no more, the server is slower but serves.
void AsioServer::start(std::vector<std::jthread>& others) {
  for (std::size_t i = 1; i < context_.options.threads; ++i) {
    auto thread = start_thread<std::jthread>([this] { work(); });
    if (thread) {
      others.push_back(*std::move(thread));
      continue;
    }
    context_.log("warning", "requests have " + std::to_string(others.size() + 1) + " of " +
                                std::to_string(context_.options.threads) +
                                " threads: " + thread.error().message());
    return;
  }
}

void AsioServer::run() {
  {
    const std::scoped_lock lock(mutex_);
    running_ = true; // even if stop() came first: what it has begun is finished here
  }
  for (const auto& acceptor : acceptors_)
    asio::co_spawn(strand_, acceptor->serve(), asio::detached);
  asio::co_spawn(strand_, warden_.watch(), asio::detached);
  {
    std::vector<std::jthread> others;
    start(others);
    work();
  }
  const std::scoped_lock lock(mutex_);
  running_ = false;
  returned_.notify_all();
}

void AsioServer::stop() {
  const std::scoped_lock lock(mutex_);
  if (context_.stopping.exchange(true)) return;
  asio::post(strand_, [this] { close_all(); });
}

void AsioServer::close_all() {
  for (const auto& acceptor : acceptors_)
    acceptor->close();
  warden_.begin_stopping();
}

} // namespace

Result<std::unique_ptr<Server>> open_server(ServerOptions options, Handler& handler,
                                            std::vector<UniqueFd> given) {
  TRY_VOID(check(options));
  try {
    auto server = std::make_unique<AsioServer>(std::move(options), handler);
    TRY_VOID(server->open(std::move(given)));
    return server;
  } catch (const boost::system::system_error& error) {
    return fail(Errc::io, std::string("the server cannot start: ") + error.what());
  }
}

} // namespace platen::http
