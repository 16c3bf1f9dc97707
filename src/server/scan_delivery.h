#pragma once

#include "scan/deliver/queue.h"
#include "scan/deliver/secrets.h"
#include "scan/engine/catalogue.h"
#include "scan/engine/sessions.h"
#include "server/log.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace platen::server {

// Brings the files of scans to their destinations, and tells the sessions what became of it.
class ScanDelivery {
public:
  struct Services {
    scan::RecordStore& store;
    scan::Catalogue& catalogue;
    std::filesystem::path secrets;
    // Prints one file; the words say as which job.
    std::function<scan::DeliveryEnd(const std::string& printer_and_options,
                                    const scan::PackedFile& file, const std::string& user,
                                    const Cancel& cancel)>
        print;
    Log& log;
    // How a session's deliveries are is not what it was; to tell people.
    std::function<void(const scan::Session& session)> changed;
  };
  // `sessions` is set by follow(): it and this need each other.
  static Result<std::unique_ptr<ScanDelivery>> open(Services services);
  Result<void> follow(scan::Sessions& sessions);
  void stop(); // what is being sent is tried again after the next start

  Result<void> deliver(const scan::Session& session);
  Result<void> retry(const scan::Session& session);
  void drop(const scan::Session& session); // it was canceled: nothing more is tried
  std::string describe(const scan::Session& session) const; // JSON, for the REST interface
  // Brings a small text there now. Its words, or why it did not arrive.
  Result<std::string> test(const std::string& destination, const std::string& user);
  std::map<std::string, std::size_t> by_state() const;
  Result<std::set<std::string>> with_secrets(); // names of destinations
  Result<void> keep_secret(const std::string& destination,
                           const std::optional<std::string>& secret);

private:
  explicit ScanDelivery(Services services)
      : services_(std::move(services)), secrets_(services_.secrets) {}
  Result<std::pair<scan::Destination, scan::DeliveryTry>> prepare(const scan::Delivery& delivery);
  Result<scan::DeliveryEnd> send(const scan::Destination& destination,
                                 const scan::DeliveryTry& attempt, const Cancel& cancel);
  // Tells the session what became of its deliveries, once none is under way.
  void settle(scan::SessionId id);

  Services services_;
  std::unique_ptr<scan::DeliveryStore> records_;
  mutable std::mutex secrets_mutex_;
  scan::Secrets secrets_;
  scan::Sessions* sessions_ = nullptr;
  std::unique_ptr<scan::DeliveryQueue> queue_; // the last member: its threads use all others
};

} // namespace platen::server
