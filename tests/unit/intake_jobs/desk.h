#pragma once

#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "intake/ipp/service.h"
#include "wire/ipp/message.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp::test {

using platen::ipp::Message;

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

class FakeAudit final : public auth::AuditLog {
public:
  void record(const auth::Principal& who, std::string_view act, std::string_view object,
              std::string_view outcome) override;
  std::vector<std::string> lines() const;

private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

// A request in the making. Attributes are added with libcups' functions on get().
class Request {
public:
  Request(ipp_op_t operation, const std::string& printer, const std::string& user = "anna");
  // The same at a job.
  Request(ipp_op_t operation, const std::string& printer, job::JobId job,
          const std::string& user = "anna");
  Request& keyword(ipp_tag_t group, const char* name, const char* value);
  Request& name(ipp_tag_t group, const char* name, const char* value);
  Request& number(ipp_tag_t group, const char* name, int value);
  Request& enumeration(ipp_tag_t group, const char* name, int value);
  Request& boolean(ipp_tag_t group, const char* name, bool value);
  Request& mime(const char* name, const char* value);
  Request& uri(ipp_tag_t group, const char* name, const char* value);
  Request& octets(const char* name, std::string_view value);
  Request& numbers(const char* name, std::vector<int> values);
  Request& date(ipp_tag_t group, const char* name, job::Time time);
  ipp_t* get() const { return message_.get(); }
  const Message& message() const { return message_; }
  std::string login; // a name: sent as authorization

private:
  Message message_;
};

inline constexpr job::Time noon = 1'900'000'000;

// A whole IPP service over a real store, in a folder of its own, with two printers: "photo"
// (canon-pro-1000, id 1) and "office" (canon-ir1020, id 2). Time stands still unless moved.
class Desk {
public:
  explicit Desk(Live<Policy> policy = {});
  ~Desk();

  // Through the dispatcher, as if it had come over HTTP.
  Message ask(const Request& request, std::string_view document = {});
  static ipp_status_t status(const Message& reply);

  // A job with one document; its id.
  job::JobId print(const std::string& printer = "office", const std::string& user = "anna");
  job::Job job(job::JobId id) const;
  // Puts a job into a state without asking anybody.
  void force(job::JobId id, job::JobState state);
  void edit(job::JobId id, job::Store::JobEdit edit);
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
  std::unique_ptr<Service> service;

private:
  void open();
  void close();
  Live<Policy> policy_;
};

// Values of an attribute anywhere in a reply, as texts, all groups one after the other.
std::vector<std::string> values(const Message& reply, const std::string& name);
// Names in the Unsupported Attributes group.
std::vector<std::string> unsupported(const Message& reply);
int job_id(const Message& reply);

} // namespace platen::intake::ipp::test
