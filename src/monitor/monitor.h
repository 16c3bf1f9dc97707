#pragma once

#include "job/store.h"
#include "monitor/history/history.h"
#include "monitor/metrics/counters.h"
#include "monitor/notice/watch.h"
#include "monitor/record/record.h"
#include "monitor/target/messenger.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace platen::monitor {

// Watches a server: counts what happens, tells people what they should know, and keeps how it was.
// What takes the disk or the network is done by look(), on the one thread that calls it.
class Monitor {
public:
  struct Services {
    std::filesystem::path folder;                        // of the state, made if it is missing
    job::Store& store;                                   // outlives it
    std::function<std::vector<PrinterFacts>()> printers; // as they are now
    std::function<Time()> clock;
    std::function<void(std::int64_t notice, const Notice& what)>
        told; // for those who look; may be empty
    std::function<void(std::string_view level, std::string_view text)> log;
    std::function<std::string(const std::string& user)> mail_of = {}; // empty: of nobody
  };
  struct Settings {
    EventWatch::Options events;
    std::vector<std::string> webhook_hosts; // that may be this machine
  };
  static Result<std::unique_ptr<Monitor>> open(Services services, Settings settings);
  ~Monitor();
  void stop();

  void set(Settings settings);                 // from any thread
  void store_changed(const job::Event& event); // an observer of the store
  void look();                                 // about once a second, on one thread

  Counters& counters() { return counters_; }
  Messenger& messenger() { return *messenger_; }
  const Record& record() const { return *record_; }
  // {"supplies", "impressions", "jobs"} of the last days (docs/protocols/rest.md).
  Result<std::string> history(const job::Printer& printer, int days) const;

private:
  Monitor(Services services, Settings settings);
  Result<void> open();
  std::string printer_name(job::PrinterId id) const;
  Result<void> look_once();
  Result<void> tell_jobs();
  Result<void> take_up_jobs();
  Result<void> tell(Notice notice, const OpenEvent* event);

  Services services_;
  Counters counters_;
  mutable std::mutex mutex_; // of settings_, ended_
  Settings settings_;
  std::deque<Notice> ended_; // jobs that are not told yet
  std::unique_ptr<Record> record_;
  std::unique_ptr<Messenger> messenger_;
  std::unique_ptr<EventWatch> events_;
  std::unique_ptr<History> history_;
  std::string trouble_; // as it was told
};

// A job that ended and that people are told: nothing for one that was canceled.
std::optional<Notice> notice_of(const job::Job& job, const std::string& printer, Time now);

} // namespace platen::monitor
