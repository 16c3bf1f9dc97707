#pragma once

#include "monitor/record/record.h"
#include "monitor/target/target.h"
#include "scan/deliver/queue.h"
#include "scan/deliver/secrets.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace platen::monitor {

// Brings notices to targets: what comes within a target's quiet hours waits, and goes out in one
// message after them. A message is tried again with growing pauses, is given up after three days,
// and is never sent when it may have arrived already. From any thread.
class Messenger {
public:
  struct Services {
    Record& record;
    std::filesystem::path secrets; // the file (mode 0600)
    std::function<Time()> clock;
    std::function<std::vector<std::string>()> hosts; // that webhooks may have on this machine
    std::function<std::string()> fresh_id;           // of letters, digits and "-"
    // The mail address of a user; empty: none is known.
    std::function<std::string(const std::string& user)> mail_of = {};
    // One that was sent, or failed for good; for counting.
    std::function<void(std::string_view target_kind, std::string_view outcome)> count;
    std::function<void(std::string_view level, std::string_view text)> log;
    std::function<Result<scan::DeliveryEnd>(const scan::Destination&, const scan::DeliveryTry&,
                                            const Cancel&)>
        send = &scan::deliver; // tests have another
  };
  static Result<std::unique_ptr<Messenger>> open(Services services);
  ~Messenger();
  void stop(); // what is being sent is settled or tried again after the next start

  // The names of those that shall hear of it.
  std::vector<std::string> wanting(const Notice& notice) const;
  // Sends what waits and is not to wait any longer; about once a second, on one thread.
  Result<void> look();

  std::vector<Target> targets() const;
  // Beside it, what became of the last message to it: {"state", "words", "time"}, or nothing.
  std::string describe(const Target& target) const;
  Result<std::set<std::string>> with_secrets(); // names of targets
  // `secret`: nothing: it stays; empty: it is removed.
  Result<void> put(const Target& target, const std::optional<std::string>& secret);
  Result<void> remove(const std::string& name);
  // Sends a message at once, and tells what became of it. Blocks.
  Result<std::string> test(const std::string& name, const Cancel& cancel);

private:
  explicit Messenger(Services services);
  Result<void> open_queue();
  Result<std::pair<scan::Destination, scan::DeliveryTry>> prepare(const scan::Delivery& delivery);
  Result<scan::DeliveryEnd> send(const scan::Destination& to, const scan::DeliveryTry& attempt,
                                 const Cancel& cancel);
  void changed(const scan::Delivery& delivery);
  Result<void> queue(const Message& message);
  Result<void> bring(const Target& target, const std::vector<Notice>& notices);
  std::vector<std::string> recipients(const Target& target, const std::string& owner) const;
  std::optional<Target> find(const std::string& name) const;
  Result<std::string> secret_of(const std::string& name);

  struct Last {
    std::string state, words;
    Time time = 0;
  };
  Services services_;
  std::unique_ptr<scan::DeliveryStore> store_;
  mutable std::mutex mutex_; // of targets_ and last_
  std::vector<Target> targets_;
  std::map<std::string, Last> last_; // by the target's name
  std::mutex secrets_mutex_;
  scan::Secrets secrets_;
  std::size_t queued_ = 0;                     // since the queue was opened
  std::unique_ptr<scan::DeliveryQueue> queue_; // the last member: its threads use all others
};

} // namespace platen::monitor
