#pragma once

#include "schedule/scheduler.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"
#include "unit/schedule/fake_device.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

// A store, a scheduler, and what was heard of both.
namespace platen::schedule::test {

using job::Job;
using job::JobId;
using job::JobState;
using job::PrinterId;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Heard {
  Clock::time_point when;
  std::string what; // "job 3 completed", or a line of the log
};

class World {
public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  SchedulerOptions options; // to be changed before start(); retries come fast
  void start();
  void stop();   // the scheduler; its store goes on
  void reopen(); // both, as after a crash of the machine
  job::Store& store() { return *store_; }
  Scheduler& scheduler() { return *scheduler_; }
  void set_clock(job::Time time) { *clock_ = time; } // 0: the system's

  PrinterId add_printer(const std::string& name, const std::string& model, const std::string& uri,
                        const std::function<void(job::Printer&)>& change = {});
  void change_printer(PrinterId id, const std::function<void(job::Printer&)>& change);
  // A pending job with these documents.
  JobId submit(PrinterId printer, const std::vector<std::string>& documents,
               const std::function<void(Job&)>& change = {});
  void change_job(JobId id, const std::function<void(Job&)>& change);
  void cancel(JobId id);
  // The job was being printed, `so_far`, when the server was killed; reopens, does not start.
  void crash_while_printing(JobId id, const std::function<void(Job&)>& so_far);

  Job job(JobId id);
  // Waits until it is true, 20 s at most; false: it never was.
  bool wait(const std::function<bool()>& condition);
  Job wait_for(JobId id, JobState state); // the job then, whatever it became
  // Told by the printer at any time so far, however short it was; "": that it has none now.
  PrinterStatus wait_for_status(PrinterId printer, const std::string& reason);
  PrinterStatus wait_for_idle(PrinterId printer); // nothing is being printed
  std::vector<Heard> heard();
  // When something that contains `words` was heard first.
  Clock::time_point time_of(const std::string& words);
  bool was_heard(const std::string& words);

private:
  void hear(std::string what);
  void note(PrinterId printer, const PrinterStatus& status);
  std::optional<PrinterStatus> told(PrinterId printer, const std::string& reason);
  void open();
  render::testing_support::Folder folder_;
  std::shared_ptr<std::atomic<job::Time>> clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Heard> heard_;
  std::vector<std::pair<PrinterId, PrinterStatus>> told_;
  std::unique_ptr<job::Store> store_;
  std::unique_ptr<Scheduler> scheduler_;
};

// Jobs that are quick: small paper of a model, with options that choose it.
inline constexpr auto office = "canon-ir1024";
inline constexpr auto photo = "canon-pro-1000";
void small_paper(job::Printer& printer);
// A PDF of so many pages: each some 150 kB for the office printer, 10 kB for the photo printer.
std::string pages(std::size_t count);
// So many documents of one side each that are large for the device: 150 kB, 6 MB.
std::vector<std::string> bulky(const std::string& model, std::size_t count);
// A PDF that opens at once and draws for many seconds; a document that cannot even be opened.
std::string slow_page();
std::string endless_document();

} // namespace platen::schedule::test
