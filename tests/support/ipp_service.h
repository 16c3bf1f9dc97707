#pragma once

#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "intake/ipp/service.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp::test {

// Cancels as the real one does, and says what a test wants about printers; prints nothing.
class FakeScheduler final : public schedule::Scheduler {
public:
  FakeScheduler(job::Store& store, std::function<job::Time()> clock)
      : store_(store), clock_(std::move(clock)) {}
  void start() override {}
  void stop() override {}
  void cancel(job::JobId id, job::Store::JobEdit edit, job::Store::Done<job::Job> done) override;
  void interrupt(job::PrinterId) override {}
  void identify(job::PrinterId, std::string_view message) override { identified = message; }
  void spool_trouble(std::string) override {}
  void options_changed() override {}
  std::shared_ptr<const schedule::PrinterStatus> status(job::PrinterId id) const override;
  void set_status(job::PrinterId id, schedule::PrinterStatus status);
  std::string identified; // the message of the last Identify-Printer; answered at once

private:
  job::Store& store_;
  std::function<job::Time()> clock_;
  mutable std::mutex mutex_;
  std::map<job::PrinterId, std::shared_ptr<const schedule::PrinterStatus>> status_;
};

// "Basic NAME" is a login without more ado; "admin" administers, "wrong" is refused.
class FakeGate final : public auth::Gate {
public:
  Result<auth::Principal> identify(const Caller& caller, std::string_view authorization) override;
};

// Keeps the first thousand lines: fuzz targets write without end.
class FakeAudit final : public auth::AuditLog {
public:
  void record(const auth::Principal& who, std::string_view act, std::string_view object,
              std::string_view outcome) override;
  std::vector<std::string> lines() const;

private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

inline constexpr job::Time noon = 1'900'000'000;

// A whole IPP service over a real store, in a folder of its own below `parent`. Time stands still
// unless moved. What cannot be made ends the program: no test goes on without it.
class IppService {
public:
  explicit IppService(const std::filesystem::path& parent, Live<Policy> policy = {});
  ~IppService();
  IppService(const IppService&) = delete;
  IppService& operator=(const IppService&) = delete;

  void add_printer(const std::string& name, const std::string& model) const;
  // To a request in pieces, as if they had come over HTTP.
  http::Response answer(std::initializer_list<Bytes> pieces, const std::string& login) const;
  void restart(); // the server, on the same store

  std::atomic<job::Time> now = noon; // also looked at by the store's thread
  std::atomic<job::Time> set_by = 0; // by so much the wall clock was set, since the start
  Live<job::QueueOrder> order = job::QueueOrder::fair;
  std::filesystem::path folder;
  std::vector<model::Model> models;
  std::unique_ptr<job::Store> store;
  std::unique_ptr<FakeScheduler> scheduler;
  FakeGate gate;
  FakeAudit audit;
  std::unique_ptr<Events> events;
  std::unique_ptr<JobWatch> watch;
  std::unique_ptr<Pins> pins;
  std::unique_ptr<auth::Accounts> accounts;    // of the file "accounts" in the folder
  std::function<Result<void>()> profile_check; // of any bytes; empty: they are a profile
  std::unique_ptr<library::Shelf> shelf;
  static constexpr std::size_t changes_waiting = 2;
  std::unique_ptr<SideThread> shelf_thread;
  std::shared_ptr<const device::Status> device; // of every printer; null: nobody asks
  std::unique_ptr<Service> service;

private:
  void open();
  void close();
  Live<Policy> policy_;
};

} // namespace platen::intake::ipp::test
