#include "intake/inbox/inboxes.h"

#include "base/thread.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace platen::intake::inbox {

namespace {

constexpr std::chrono::milliseconds retry{10'000}; // a port that could not be had

void signal(const UniqueFd& event) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(event.get(), &one, sizeof one);
}

void take_signal(const UniqueFd& event) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(event.get(), &count, sizeof count);
}

std::string name_of(const Port& port) {
  return (port.printer.empty() ? std::string("the LPD inbox")
                               : "the raw inbox of " + port.printer) +
         " (port " + std::to_string(port.number) + ")";
}

} // namespace

Inboxes::Inboxes(Options options)
    : options_(std::move(options)), stop_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      changed_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Result<void> Inboxes::start() {
  if (!stop_event_ || !changed_event_)
    return fail(Errc::io, "cannot make an event: " + errno_text(errno));
  TRY(thread_, start_thread([this] { run(); }));
  return {};
}

void Inboxes::stop() {
  if (!thread_.joinable()) return;
  signal(stop_event_);
  thread_.join();
}

void Inboxes::changed() {
  signal(changed_event_);
}

void Inboxes::run() {
  do {
    reconcile();
    reap(false);
  } while (wait_for_clients());
  {
    const std::lock_guard lock(mutex_);
    ports_.clear();
  }
  reap(true);
}

// Opens what is wanted and not open, closes what is not wanted any more.
void Inboxes::reconcile() {
  const auto wanted = wanted_ports(*options_.store.printers(), options_.settings.get()->lpd_port);
  const std::lock_guard lock(mutex_);
  std::erase_if(ports_, [&](const OpenPort& open) {
    const bool stays = std::ranges::find(wanted, open.port) != wanted.end();
    if (!stays && open.trouble.empty()) options_.log("info", name_of(open.port) + " is closed");
    return !stays;
  });
  for (const Port& port : wanted) {
    auto found = std::ranges::find(ports_, port, &OpenPort::port);
    if (found != ports_.end() && found->trouble.empty()) continue;
    OpenPort opened = open_port(port, options_.addresses);
    const bool news = found == ports_.end() || found->trouble != opened.trouble;
    if (news && opened.trouble.empty())
      options_.log("info", name_of(port) + " is open");
    else if (news)
      options_.log("error", name_of(port) + " is not open: " + opened.trouble);
    if (found == ports_.end())
      ports_.push_back(std::move(opened));
    else
      *found = std::move(opened);
  }
}

// Waits until something is to be done, and takes who comes.
bool Inboxes::wait_for_clients() {
  std::vector<pollfd> fds{{stop_event_.get(), POLLIN, 0}, {changed_event_.get(), POLLIN, 0}};
  std::vector<const OpenPort*> whose;
  bool troubled = false;
  for (const OpenPort& open : ports_) { // this thread alone changes them
    troubled = troubled || !open.trouble.empty();
    for (const http::Listener& listener : open.listeners) {
      fds.push_back({listener.socket.get(), POLLIN, 0});
      whose.push_back(&open);
    }
  }
  const bool wakes = troubled || !clients_.empty();
  const int ready = ::poll(fds.data(), fds.size(), wakes ? static_cast<int>(retry.count()) : -1);
  if (ready < 0) return errno == EINTR;
  if (fds[0].revents != 0) return false;
  if (fds[1].revents != 0) take_signal(changed_event_);
  for (std::size_t i = 0; i < whose.size(); ++i)
    if (fds[i + 2].revents != 0) accept_from(*whose[i], fds[i + 2].fd);
  return true;
}

void Inboxes::accept_from(const OpenPort& port, int listener) {
  http::Accepted client = http::accept_one(listener);
  if (!client.socket) {
    // Without descriptors the client stays in the queue; looking again at once would not help.
    constexpr std::chrono::milliseconds pause{100};
    if (client.error == EMFILE || client.error == ENFILE) std::this_thread::sleep_for(pause);
    return;
  }
  if (crowd_.enter(client.peer.address)) return serve(std::move(client), port.port);
  if (counts_.crowded++ == 0)
    options_.log("warning", name_of(port.port) + " has as many connections as it takes: " +
                                client.peer.address + " was refused; further ones are counted");
  Connection(std::move(client.socket), client.peer, stop_event_.get(), {}).reset();
}

Parts Inboxes::parts() {
  return {JobDesk(options_.service), options_.store, options_.log, counts_,
          options_.settings.get()->most_bytes};
}

void Inboxes::serve(http::Accepted client, const Port& port) {
  const auto connection = std::make_shared<Connection>(
      std::move(client.socket), client.peer, stop_event_.get(), options_.settings.get()->idle);
  Client& mine = clients_.emplace_back();
  auto started = start_thread([this, connection, &mine, port]() mutable {
    if (port.printer.empty())
      serve_lpd(*connection, parts());
    else
      serve_raw(*connection, port.printer, parts());
    const std::string address = connection->peer().address;
    connection->close(); // the client sees the end before it counts as gone
    crowd_.leave(address);
    mine.done = true;
  });
  if (started) {
    mine.thread = *std::move(started);
    return;
  }
  clients_.pop_back();
  options_.log("error", started.error().message());
  connection->reset();
  crowd_.leave(client.peer.address);
}

// Each is looked at once: one that ends amid this is for the next time.
void Inboxes::reap(bool all) {
  std::erase_if(clients_, [all](Client& client) {
    if (!all && !client.done) return false;
    client.thread.join();
    return true;
  });
}

std::vector<Inbox> Inboxes::of(const job::Printer& printer) const {
  std::vector<Inbox> all;
  const std::lock_guard lock(mutex_);
  const auto trouble_of = [&](const Port& port) -> std::string {
    const auto found = std::ranges::find(ports_, port, &OpenPort::port);
    return found == ports_.end() ? "it is not open yet" : found->trouble;
  };
  if (printer.raw_port > 0) {
    const auto port = static_cast<std::uint16_t>(printer.raw_port);
    all.push_back({"raw", port, {}, trouble_of({port, printer.name})});
  }
  if (printer.lpd) {
    const std::uint16_t port = options_.settings.get()->lpd_port;
    all.push_back({"lpd", port, printer.name, trouble_of({port, {}})});
  }
  return all;
}

} // namespace platen::intake::inbox
