#pragma once

#include "base/live.h"
#include "intake/inbox/crowd.h"
#include "intake/inbox/inbox.h"
#include "intake/inbox/parts.h"
#include "intake/inbox/ports.h"

#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// Jobs from systems that know no IPP: at a raw TCP port of a printer, and by the protocol of the
// line printer daemon (docs/protocols/inboxes.md, ADR 35).
namespace platen::intake::inbox {

struct Settings {
  std::uint16_t lpd_port = 515;
  std::chrono::seconds idle{300};
  std::uint64_t most_bytes = 0; // of a document
};

// Keeps the ports open that the printers' records want, and serves their connections, each on a
// thread of its own.
class Inboxes {
public:
  struct Options { // all of it outlives this
    ipp::Service& service;
    job::Store& store;
    Live<Settings> settings;
    std::vector<http::ListenAddress> addresses; // of the server; the ports are others
    std::function<void(std::string_view level, std::string_view text)> log;
  };
  explicit Inboxes(Options options);
  ~Inboxes() { stop(); }
  Inboxes(const Inboxes&) = delete;
  Inboxes& operator=(const Inboxes&) = delete;

  Result<void> start();
  void stop();    // connections under way are cut: their clients see that their jobs were not taken
  void changed(); // a printer, or a setting; from any thread, does not wait
  std::vector<Inbox> of(const job::Printer& printer) const;
  const Counts& counts() const { return counts_; }

private:
  struct Client {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  void run();
  void reconcile();
  bool wait_for_clients(); // false: it ends
  void accept_from(const OpenPort& port, int listener);
  void serve(http::Accepted client, const Port& port);
  void reap(bool all);
  Parts parts();

  const Options options_;
  const UniqueFd stop_event_, changed_event_;
  Counts counts_;
  Crowd crowd_;
  mutable std::mutex mutex_; // of ports_, which its own thread alone changes
  std::vector<OpenPort> ports_;
  std::list<Client> clients_;
  std::thread thread_;
};

} // namespace platen::intake::inbox
