#include "schedule/session.h"

#include "base/thread.h"
#include "schedule/job_edits.h"
#include "schedule/policy.h"
#include "schedule/print_job.h"
#include "schedule/wording.h"

#include <algorithm>

namespace platen::schedule {

namespace {

using job::JobId;

std::string named(const job::Printer& printer, JobId id) {
  return printer.name + ": job " + std::to_string(id);
}

} // namespace

Session::Session(const Shared& shared, job::Printer printer,
                 std::shared_ptr<const PrinterStatus> last)
    : shared_(shared), printer_(std::move(printer)),
      back_off_(shared.options.first_retry, shared.options.last_retry), status_(std::move(last)) {}

Result<void> Session::start() {
  TRY(thread_, start_thread([this] { run(); }));
  return {};
}

Session::~Session() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void Session::run() {
  for (;;) {
    const auto now = Clock::now();
    if (current_ && current_->ended()) conclude_current();
    if (unwritten_ && now >= write_again_) write_again();
    if (!current_ && (stopping_ || removed_)) break;
    if (!current_ && begin_next() && !current_) { // nothing came of that one
      take(mail_.wait_until(now));
      continue;
    }
    set_interest(); // before it looks: what comes later is told
    look_ahead();
    set_interest();
    write_progress(now);
    tell_state();
    take(mail_.wait_until(next_look(now)));
  }
  if (unwritten_) write_again();
  drop_ahead();
  kept_.reset();
}

void Session::take(const Mail& mail) {
  stopping_ = stopping_ || mail.stop;
  removed_ = removed_ || mail.removed;
  look_ = look_ || mail.look;
  if (mail.printer) take_printer(*mail.printer);
  if (mail.identify) {
    constexpr std::chrono::seconds shown{10};
    identify_ = *mail.identify;
    identify_until_ = Clock::now() + shown;
    shared_.log("info", printer_.name + ": identify" + (identify_.empty() ? "" : ": " + identify_));
  }
  if (removed_ || (current_ && mail.lost == current_->job().id)) end_current(End::lost);
  if (stopping_) end_current(End::stopped);
  if (mail.interrupt) end_current(End::interrupted);
}

void Session::take_printer(const job::Printer& printer) {
  const bool another = printer.device_uri != printer_.device_uri || printer.model != printer_.model;
  if (!same_device(printer, printer_)) {
    drop_ahead();
    kept_.reset();
  }
  if (another) memory_ = {};
  if (another || (printer_.paused && !printer.paused)) back_off_.try_now();
  printer_ = printer;
  look_ = true;
}

void Session::end_current(End why) {
  if (!current_) return;
  if (end_ == End::none || why == End::lost) end_ = why;
  current_->cancel(Clock::now());
}

// ---- jobs

std::optional<job::Job> Session::next_job(std::vector<JobId> skip) {
  auto next = shared_.store.next_job(printer_.id, skip);
  if (next) return *std::move(next);
  shared_.log("error", printer_.name + ": cannot read its jobs: " + next.error().message());
  return std::nullopt;
}

// True when it is worth another look at once.
bool Session::begin_next() {
  if (printer_.paused || stopping_ || removed_ || unwritten_) return false;
  const bool waiting = back_off_.next() && Clock::now() < *back_off_.next();
  const bool due = back_off_.next() && !waiting;
  if (!look_ && !due) return false;
  look_ = false;
  const auto next = next_job({});
  // Nothing waits for the device: then nothing is known to be wrong with it.
  if (!next) back_off_.succeeded();
  if (!next || waiting) return false;

  mail_.set_interest({.current = next->id}); // so that nothing that comes from now on is missed
  auto claimed = job::wait<job::Job>([&](auto done) {
    shared_.store.update_job(
        next->id, claim(printer_.id, policy(), shared_.now(), stock_of(shared_, printer_, *next)),
        std::move(done));
  });
  if (claimed && claimed->state != job::JobState::processing) { // its policy was against it
    look_ = true;
    return true;
  }
  if (claimed) {
    begin(*std::move(claimed));
    return true;
  }
  look_ = true;
  if (claimed.error().code == Errc::conflict || claimed.error().code == Errc::not_found)
    return true; // somebody was quicker
  trouble_ = {"spool-area-full"};
  trouble_message_ = printer_.name + ": job " + std::to_string(next->id) +
                     " cannot begin: " + claimed.error().message() +
                     next_try(back_off_.failed(shared_.now()));
  shared_.log("error", trouble_message_);
  return false;
}

Result<std::unique_ptr<flow::PreparedJob>> Session::prepare(const job::Job& job) {
  TRY(auto work, make_print_job(shared_, printer_, job));
  if (tries_.job == job.id && tries_.scarce) work.workers = 1;
  return std::make_unique<flow::PreparedJob>(std::move(work), shared_.parking,
                                             [this] { mail_.wake(); });
}

void Session::begin(job::Job job) {
  if (tries_.job != job.id) tries_ = {.job = job.id};
  std::unique_ptr<flow::PreparedJob> prepared;
  for (auto* store : {&ahead_, &kept_})
    if (*store && same_work((*store)->job, job)) prepared = std::move((*store)->prepared);
  drop_ahead();
  kept_.reset();
  if (!prepared) {
    auto made = prepare(job);
    if (!made) return conclude_unprepared(made.error(), job);
    prepared = *std::move(made);
    // A device that fails is asked first: nothing shall be drawn in vain.
    if (!back_off_.failing())
      if (auto begun = prepared->begin(memory_); !begun)
        return conclude_unprepared(begun.error(), job);
  }
  end_ = End::none;
  look_ = true; // for the one to be prepared ahead
  written_at_ = Clock::now();
  written_ = {};
  shared_.log("info", named(printer_, job.id) + " begins");
  current_ = std::make_unique<ActiveJob>(shared_, std::move(job), printer_, std::move(prepared),
                                         memory_, [this] { mail_.wake(); });
}

// The next job is prepared when the present one has nothing left to draw.
void Session::look_ahead() {
  if (!current_ || stopping_ || removed_ || printer_.paused || back_off_.failing() ||
      current_->cancelling()) {
    drop_ahead();
    return;
  }
  if (ahead_ && !ahead_->told && ahead_->prepared->rendered()) {
    ahead_->told = true;
    shared_.log("debug", named(printer_, ahead_->job.id) + " is drawn ahead");
  }
  if (!current_->rendered() || !look_) return;
  look_ = false;
  const auto next = next_job({current_->job().id});
  if (ahead_ && next && same_work(ahead_->job, *next)) return;
  drop_ahead();
  if (!next) return;
  memory_ = current_->memory();
  auto made = prepare(*next);
  if (!made) return; // its turn will tell
  if (!(*made)->begin(memory_)) return;
  ahead_ = Ahead{*next, *std::move(made)};
  shared_.log("debug", named(printer_, next->id) + " is prepared ahead");
}

void Session::drop_ahead() {
  ahead_.reset();
}

void Session::conclude_current() {
  mail_.set_interest({}); // what it writes now is its own doing
  flow::Delivered outcome = current_->result();
  const job::Job job = current_->job();
  memory_ = current_->memory();
  device_words_ = current_->device_words();
  auto prepared = current_->take_prepared();
  current_.reset();
  look_ = true;
  const bool done = outcome.fault == flow::Delivered::Fault::none;
  if (done || end_ == End::lost) device_words_ = device_words_.lasting();
  if (end_ == End::lost) {
    write(job.id, note_canceled(printer_.id, outcome.report.delivered), "");
    shared_.log("info", named(printer_, job.id) + " was taken away; " +
                            amount(outcome.report.delivered) + " had been delivered");
    return;
  }
  if (end_ != End::none && !done) return give_back(job, outcome.report.delivered);
  const bool failing = back_off_.failing();
  // A device that takes more of the job each time comes to its end.
  if (outcome.report.delivered.sheets_taken.value_or(0) > job.sheets_done) tries_.lost = 0;
  const Verdict verdict =
      judge(outcome, printer_, policy(),
            {tries_.lost, tries_.failing, failing ? back_off_.since() : shared_.now(),
             shared_.now(), *shared_.options.abort_beyond_limits.get()});
  if (verdict.device_lost) ++tries_.lost;
  if (verdict.then == Verdict::Then::again && outcome.fault == flow::Delivered::Fault::document)
    note_shortage(outcome.error);
  // What waits for a device that is off would only take the room of others.
  if (outcome.fault == flow::Delivered::Fault::connection && !outcome.planned)
    kept_ = Ahead{job, std::move(prepared)};
  conclude(verdict, job, outcome.report);
}

void Session::conclude_unprepared(const Error& error, const job::Job& job) {
  const Verdict verdict = judge_unprepared(
      error, printer_, {tries_.lost, tries_.failing, shared_.now(), shared_.now()});
  if (verdict.then == Verdict::Then::again && lacks_resources(error.code)) note_shortage(error);
  conclude(verdict, job, {});
}

void Session::note_shortage(const Error& error) {
  ++tries_.failing;
  tries_.scarce = tries_.scarce || error.code == Errc::busy;
}

void Session::conclude(const Verdict& verdict, const job::Job& job,
                       const flow::PrintReport& report) {
  std::string message = verdict.message;
  if (verdict.then == Verdict::Then::again) {
    const auto pause = back_off_.failed(shared_.now());
    if (shared_.options.about_trouble)
      if (const std::string more = shared_.options.about_trouble(printer_.id); !more.empty())
        message += "; " + more;
    if (verdict.at_once)
      back_off_.try_now();
    else
      message += next_try(pause);
    trouble_ = verdict.printer_reasons;
    trouble_message_ = message;
  } else {
    back_off_.succeeded();
  }
  look_ = true;
  std::string actual;
  const auto model = shared_.model(printer_);
  if (verdict.then == Verdict::Then::completed && model && shared_.options.encode_actual)
    actual = shared_.options.encode_actual(**model, used_options(report, job));
  const bool good = verdict.then == Verdict::Then::completed;
  shared_.log(good ? "info" : "warning", named(printer_, job.id) + ": " + message);
  write(job.id,
        schedule::conclude(printer_.id, verdict, message, report, std::move(actual), shared_.now()),
        message);
  if (verdict.then != Verdict::Then::stop_printer) return;
  printer_.paused = true; // the store says so soon
  shared_.store.update_printer(
      printer_.id,
      [message](job::Printer& printer) -> Result<void> {
        printer.paused = true;
        printer.state_message = message;
        return {};
      },
      [log = shared_.options.log, name = printer_.name](const auto& written) {
        if (!written && log)
          log("error",
              name + ": that it is paused cannot be written: " + written.error().message());
      });
}

void Session::give_back(const job::Job& job, const flow::Progress& progress) {
  std::string message =
      end_ == End::interrupted ? printer_.name + " was paused" : "the server was stopped";
  if (progress.sides_sent > 0)
    message += "; " + amount(progress) + " had been delivered, " +
               goes_on(progress.sheets_taken.value_or(0));
  write(job.id,
        schedule::give_back(printer_.id, end_ == End::interrupted ? "printer-stopped" : "", message,
                            progress),
        message);
}

std::string Session::policy() const {
  const auto model = shared_.model(printer_);
  return error_policy(printer_, model ? model->get() : nullptr);
}

// Waits until it is on disk: the next job is not begun before. What cannot be written, as on a full
// disk, is tried again: a job that was printed must not be found as one that was not.
void Session::write(JobId id, job::Store::JobEdit edit, std::string what) {
  unwritten_ = Unwritten{id, std::move(edit), std::move(what), {}};
  write_again();
}

void Session::write_again() {
  const auto written = job::wait<job::Job>([&](auto done) {
    shared_.store.update_job(unwritten_->job, unwritten_->edit, std::move(done));
  });
  if (written || written.error().code == Errc::conflict ||
      written.error().code == Errc::not_found) { // or canceled, or forgotten meanwhile
    unwritten_.reset();
    return;
  }
  constexpr std::chrono::seconds pause{1};
  write_again_ = Clock::now() + pause;
  const bool told = !unwritten_->message.empty();
  unwritten_->message = named(printer_, unwritten_->job) + " has ended" +
                        (unwritten_->what.empty() ? "" : " (" + unwritten_->what + ")") +
                        ", but that cannot be written: " + written.error().message() +
                        "; nothing more is printed until it can";
  if (!told) shared_.log("error", unwritten_->message);
}

} // namespace platen::schedule
