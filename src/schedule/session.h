#pragma once

#include "schedule/active_job.h"
#include "schedule/back_off.h"
#include "schedule/mailbox.h"
#include "schedule/shared.h"
#include "schedule/verdict.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace platen::schedule {

// One printer's thread: takes its next job from the store, has it delivered, has the one after it
// prepared meanwhile, and writes back what becomes of them. All else tells it by mail.
class Session {
public:
  // `last` is what was told of the printer before.
  Session(const Shared& shared, job::Printer printer, std::shared_ptr<const PrinterStatus> last);
  Result<void> start(); // once. Errc::busy: there is no thread for it, now
  ~Session();           // as stop(), and waits
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void stop() {
    mail_.change([](Mail& mail) { mail.stop = true; });
  }
  void removed() {
    mail_.change([](Mail& mail) { mail.removed = true; });
  }
  void interrupt() {
    mail_.change([](Mail& mail) { mail.interrupt = true; });
  }
  void identify(std::string message) {
    mail_.change([&](Mail& mail) { mail.identify = std::move(message); });
  }
  void printer_changed(std::shared_ptr<const job::Printer> printer) {
    mail_.change([&](Mail& mail) { mail.printer = std::move(printer); });
  }
  void look_again() { mail_.wake(); }
  void job_event(const job::Event& event) { mail_.job_event(event); }
  std::shared_ptr<const PrinterStatus> status() const;

private:
  using Clock = std::chrono::steady_clock;
  // A job whose sides are made while another one is sent.
  struct Ahead {
    job::Job job;
    std::unique_ptr<flow::PreparedJob> prepared;
    bool told = false; // that it is drawn
  };
  // Why the present job is to end before its time.
  enum class End : std::uint8_t { none, lost, interrupted, stopped };
  // What has become of a job, while it is not on disk.
  struct Unwritten {
    job::JobId job = 0;
    job::Store::JobEdit edit;
    std::string what;    // in words; may be empty
    std::string message; // why it cannot be written; empty before the first try
  };

  void run();
  void take(const Mail& mail);
  void take_printer(const job::Printer& printer);
  void end_current(End why);
  // Jobs
  bool begin_next();
  std::optional<job::Job> next_job(std::vector<job::JobId> skip);
  Result<std::unique_ptr<flow::PreparedJob>> prepare(const job::Job& job);
  void begin(job::Job job);
  void look_ahead();
  void drop_ahead();
  void conclude_current();
  void conclude_unprepared(const Error& error, const job::Job& job);
  void note_shortage(const Error& error);
  void conclude(const Verdict& verdict, const job::Job& job, const flow::PrintReport& report);
  std::string policy() const; // of a job whose device is lost
  void give_back(const job::Job& job, const flow::Progress& progress);
  void write(job::JobId id, job::Store::JobEdit edit, std::string what);
  void write_again();
  // News
  void write_progress(Clock::time_point now);
  void tell_state();
  PrinterStatus present_state();
  std::string trouble_of_current() const; // what keeps it, in words; empty: nothing
  std::optional<Clock::time_point> next_look(Clock::time_point now);
  void set_interest();

  const Shared& shared_;
  job::Printer printer_;
  Mailbox mail_;

  // Of the thread alone:
  std::unique_ptr<ActiveJob> current_;
  std::optional<Ahead> ahead_;
  // The next job again, when nothing of it was drawn before the device failed.
  std::optional<Ahead> kept_;
  std::optional<Unwritten> unwritten_; // nothing is begun while there is one
  Clock::time_point write_again_;
  flow::DeviceMemory memory_;
  BackOff back_off_;
  std::vector<std::string> trouble_; // printer-state-reasons while the device fails
  std::string trouble_message_;
  ActiveJob::DeviceWords device_words_; // of the present job, or the one that failed last
  End end_ = End::none;
  bool look_ = true, removed_ = false, stopping_ = false;
  struct {
    job::JobId job = 0;
    std::int32_t lost = 0, failing = 0;
    bool scarce = false; // threads or processes were: it makes do with few
  } tries_;
  Clock::time_point written_at_;
  struct Written { // of the present job's progress
    std::int32_t sides = 0, sheets_taken = 0;
    std::string trouble;
    bool operator==(const Written&) const = default;
  } written_;
  std::shared_ptr<std::atomic<bool>> writing_ = std::make_shared<std::atomic<bool>>(false);
  std::string identify_;
  Clock::time_point identify_until_;

  mutable std::mutex status_mutex_;
  std::shared_ptr<const PrinterStatus> status_;
  std::thread thread_; // the last member: it uses all others
};

} // namespace platen::schedule
