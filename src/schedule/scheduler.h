#pragma once

#include "base/limits.h"
#include "base/live.h"
#include "flow/print_flow.h"
#include "job/store.h"
#include "model/model.h"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace platen::schedule {

// What one printer is doing, as far as its session knows. Immutable once given out.
struct PrinterStatus {
  enum class State : std::uint8_t { idle = 3, processing = 4, stopped = 5 }; // printer-state
  State state = State::idle;
  std::vector<std::string>
      reasons;                 // printer-state-reasons, without "none": "connecting-to-device", ...
  std::string message;         // printer-state-message, in words
  job::JobId current = 0;      // 0: none
  std::int64_t generation = 0; // grows with every change
};

struct SchedulerOptions {
  Live<std::size_t> workers{2}; // threads of one job's pixel path, from the next job on
  Live<std::uint64_t> ahead_bytes{256ULL << 20}; // what rendering ahead may park, all printers
                                                 // together
  std::chrono::milliseconds first_retry{
      1'000}; // a device that cannot take a job: then doubled up to
  std::chrono::milliseconds last_retry{30'000};
  transport::Deadlines deadlines{.stall = limits::server_stall};
  render::Limits limits = render::Limits::standard(); // of opening and drawing a document
  std::shared_ptr<render::Spares> spares; // renderers that wait for a document; may be null
  // What people should know of every printer all the time, as "other-warning"; empty: nothing.
  std::string standing_warning;
  // From a cancel on: for the side that is being sent, and until the connection is cut.
  struct Cancelled {
    std::chrono::milliseconds side = limits::cancelled_side;
    std::chrono::milliseconds end = limits::cancelled_end;
  };
  Cancelled cancelled;
  // When a device that takes nothing is told about: one that prints may well pause for some
  // seconds.
  std::chrono::milliseconds stall_told{10'000};
  Live<job::Retention> retention; // applied at the start, every hour and at options_changed()
  // A model with what people have added to it, and the bytes of a profile by its SHA-256; empty:
  // the models are as their files say, and there are no profiles.
  std::function<std::shared_ptr<const model::Model>(std::string_view id)> model_now;
  std::function<Result<Buffer>(const std::string& sha256)> profile;
  std::function<Result<Buffer>(const std::string& sha256)> letterhead; // likewise
  // Writes PrintReport::actual (and the overrides) as Job::actual_attributes has them; empty: the
  // job gets none.
  std::function<std::string(const model::Model&, const model::Options&)> encode_actual;
  // What a job's user and department may print; asked on a thread of the job, once it is known what
  // it needs. Empty: there are no limits.
  std::function<std::vector<job::Limit>(const job::Job&)> limits_of;
  Live<bool> abort_beyond_limits{false}; // rather than hold a job that does not fit
  // Whether the device at the printer's address is the one that a job is for: asked on a thread of
  // the job before anything goes out. An Error keeps the job and tells why. May be empty.
  std::function<Result<void>(const job::Printer&)> may_send;
  // Whether that device still has the language in which a job is to be printed; asked after it. An
  // Error (Errc::unsupported) holds the job and tells why. May be empty.
  std::function<Result<void>(const job::Printer&, const std::string& language)> speaks;
  // What is known of a printer whose device cannot be used, for people; may be empty.
  std::function<std::string(job::PrinterId)> about_trouble;
  std::function<job::Time()> clock; // empty: the system's
  // Called on a session's thread whenever a printer's status changed.
  std::function<void(job::PrinterId, const PrinterStatus&)> status_changed;
  std::function<void(std::string_view level, std::string_view text)> log; // may be empty
};

// One session a printer, side by side: each takes its next job from the store, renders and sends
// it, and writes the job's states back. The next job is rendered while the present one is sent. A
// device that is off or busy keeps its job pending ("connecting-to-device", retries with back-off).
// Follows printers and jobs by observing the store: whoever changes the store need not tell it.
class Scheduler {
public:
  virtual ~Scheduler() = default; // as stop()
  virtual void start() = 0;
  // Cuts off what is being sent and gives those jobs back to the store as pending; returns when
  // done.
  virtual void stop() = 0;
  // Marks the job canceled in the store and, if a session has it, stops that within a second.
  // `done` gets Errc::conflict when the job had finished. `edit` may check and add reasons first.
  virtual void cancel(job::JobId id, job::Store::JobEdit edit, job::Store::Done<job::Job> done) = 0;
  // For Pause-Printer at once, after the store has the pause: gives back what is being sent as
  // pending. A pause alone lets the present job end first.
  virtual void interrupt(job::PrinterId id) = 0;
  virtual void
  identify(job::PrinterId id,
           std::string_view message) = 0; // Identify-Printer: logged, shown in status for 10 s
  // The disk does not take what is written, or is nearly full: said of every printer, as
  // "spool-area-full". Empty: that is over.
  virtual void spool_trouble(std::string words) = 0;
  virtual void options_changed() = 0; // another retention was set; returns at once
  virtual std::shared_ptr<const PrinterStatus> status(job::PrinterId id) const = 0; // never null
};

// `models` and `store` outlive it. Errc::busy where there is no thread for it.
Result<std::unique_ptr<Scheduler>>
make_scheduler(job::Store& store, std::span<const model::Model> models, SchedulerOptions options);

} // namespace platen::schedule
