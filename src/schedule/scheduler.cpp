#include "schedule/scheduler.h"

#include "schedule/housekeeper.h"
#include "schedule/job_edits.h"
#include "schedule/policy.h"
#include "schedule/session.h"
#include "schedule/shared.h"

#include <map>
#include <mutex>
#include <set>

namespace platen::schedule {

namespace {

// The sessions by printer. No caller keeps one: a session must not end on a thread that it may be
// waiting for.
class Sessions {
public:
  using Map = std::map<job::PrinterId, std::unique_ptr<Session>>;

  // Calls `tell`, which must not wait, with the session of a printer that has one.
  template<class Tell> bool with(job::PrinterId id, Tell tell) const {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return false;
    tell(*found->second);
    return true;
  }
  // A session looks for work at once: whoever has news for it waits until it can be found.
  Result<void> add(job::PrinterId id, std::unique_ptr<Session> session) {
    const std::lock_guard lock(mutex_);
    TRY_VOID(session->start());
    sessions_.emplace(id, std::move(session));
    return {};
  }
  std::unique_ptr<Session> remove(job::PrinterId id) {
    const std::lock_guard lock(mutex_);
    auto node = sessions_.extract(id);
    return node ? std::move(node.mapped()) : nullptr;
  }
  std::vector<job::PrinterId> ids() const {
    const std::lock_guard lock(mutex_);
    std::vector<job::PrinterId> all;
    for (const auto& [id, session] : sessions_)
      all.push_back(id);
    return all;
  }
  Map take_all() {
    const std::lock_guard lock(mutex_);
    return std::exchange(sessions_, {});
  }

private:
  mutable std::mutex mutex_;
  Map sessions_;
};

// Printers for whose session there was no thread, and what they say of it.
class Waiting {
public:
  // False: it has said so before.
  bool note(job::PrinterId id, const PrinterStatus& status) {
    const std::lock_guard lock(mutex_);
    auto& known = all_[id];
    if (known && known->message == status.message) return false;
    known = std::make_shared<const PrinterStatus>(status);
    return true;
  }
  void forget(job::PrinterId id) {
    const std::lock_guard lock(mutex_);
    all_.erase(id);
  }
  void keep(const std::set<job::PrinterId>& there) {
    const std::lock_guard lock(mutex_);
    std::erase_if(all_, [&](const auto& one) { return !there.contains(one.first); });
  }
  std::shared_ptr<const PrinterStatus> status(job::PrinterId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(id);
    return found == all_.end() ? std::make_shared<const PrinterStatus>() : found->second;
  }

private:
  mutable std::mutex mutex_;
  std::map<job::PrinterId, std::shared_ptr<const PrinterStatus>> all_;
};

class SchedulerHere final : public Scheduler {
public:
  SchedulerHere(job::Store& store, std::span<const model::Model> models, SchedulerOptions options)
      : shared_{store, models, std::move(options), nullptr, {}},
        housekeeper_(shared_, [this] { return follow_printers(); }), ear_(std::make_shared<Ear>()) {
    if (!shared_.options.clock)
      shared_.options.clock = [] { return static_cast<job::Time>(std::time(nullptr)); };
    shared_.parking = std::make_shared<flow::Parking>(shared_.options.ahead_bytes);
    ear_->owner = this;
    store.observe([ear = ear_](const job::Event& event) {
      const std::lock_guard lock(ear->mutex);
      if (ear->owner != nullptr) ear->owner->hear(event);
    });
  }

  ~SchedulerHere() override {
    stop();
    const std::lock_guard lock(ear_->mutex);
    ear_->owner = nullptr;
  }

  Result<void> started() const { return housekeeper_.started(); }

  void start() override {
    if (const auto settled = settle_caught_jobs(shared_.store, shared_.models, shared_.now());
        !settled)
      shared_.log("error", "what becomes of the jobs that were printing when the server stopped "
                           "cannot be written, and is decided before each is printed: " +
                               settled.error().message());
    housekeeper_.start();
  }

  void stop() override {
    housekeeper_.stop(); // no session is made after this
    auto sessions = sessions_.take_all();
    for (const auto& [id, session] : sessions)
      session->stop();
    sessions.clear();
  }

  void cancel(job::JobId id, job::Store::JobEdit edit, job::Store::Done<job::Job> done) override {
    shared_.store.update_job(id, schedule::cancel(std::move(edit), shared_.now()), std::move(done));
  }

  void interrupt(job::PrinterId id) override {
    sessions_.with(id, [](Session& session) { session.interrupt(); });
  }

  void identify(job::PrinterId id, std::string_view message) override {
    sessions_.with(id, [&](Session& session) { session.identify(std::string(message)); });
  }

  void spool_trouble(std::string words) override {
    shared_.spool_trouble.set(std::move(words));
    for (const job::PrinterId id : sessions_.ids())
      sessions_.with(id, [](Session& session) { session.look_again(); });
  }

  void options_changed() override { housekeeper_.retention_changed(); }

  std::shared_ptr<const PrinterStatus> status(job::PrinterId id) const override {
    std::shared_ptr<const PrinterStatus> status;
    if (sessions_.with(id, [&](const Session& session) { status = session.status(); }))
      return status;
    return waiting_.status(id);
  }

private:
  // The store keeps its observer for ever, the scheduler need not live as long.
  struct Ear {
    std::mutex mutex;
    SchedulerHere* owner = nullptr;
  };

  // On the store's thread: nothing here waits.
  void hear(const job::Event& event) {
    using Kind = job::Event::Kind;
    if (event.job) return hear_job(event);
    if (event.kind == Kind::printer_changed)
      sessions_.with(event.printer->id,
                     [&](Session& session) { session.printer_changed(event.printer); });
    if (event.kind == Kind::printer_removed)
      sessions_.with(event.printer->id, [](Session& session) { session.removed(); });
    if (event.kind != Kind::printer_changed) housekeeper_.printers_changed();
  }

  void hear_job(const job::Event& event) {
    const auto tell = [&](Session& session) { session.job_event(event); };
    sessions_.with(event.job->printer, tell);
    if (event.moved_from != 0) sessions_.with(event.moved_from, tell);
    if (event.job->state == job::JobState::held && event.job->release_at != 0)
      housekeeper_.release_changed();
  }

  // On the housekeeper's thread. False: some have no session yet, and their jobs wait.
  bool follow_printers() {
    bool all = true;
    std::set<job::PrinterId> there;
    const auto printers = shared_.store.printers();
    for (const job::Printer& printer : *printers) {
      there.insert(printer.id);
      if (sessions_.with(printer.id, [](Session&) {})) continue;
      const auto added = sessions_.add(
          printer.id, std::make_unique<Session>(shared_, printer, status(printer.id)));
      if (!added) {
        put_off(printer, added.error());
        all = false;
        continue;
      }
      waiting_.forget(printer.id);
      catch_up(printer.id);
    }
    for (const job::PrinterId id : sessions_.ids())
      if (!there.contains(id)) sessions_.remove(id); // waits until it has ended
    waiting_.keep(there);
    return all;
  }

  void put_off(const job::Printer& printer, const Error& error) {
    PrinterStatus status;
    status.reasons = {"other-warning"};
    status.message = printer.name + ": its jobs wait: " + error.message();
    if (!waiting_.note(printer.id, status)) return;
    shared_.log("error", status.message);
    if (shared_.options.status_changed) shared_.options.status_changed(printer.id, status);
  }

  // What happened while the session was made has been told to nobody.
  void catch_up(job::PrinterId id) {
    const auto printers = shared_.store.printers();
    for (const job::Printer& printer : *printers)
      if (printer.id == id)
        sessions_.with(id, [&](Session& session) {
          session.printer_changed(std::make_shared<const job::Printer>(printer));
        });
  }

  Shared shared_;
  Sessions sessions_;
  Waiting waiting_;
  Housekeeper housekeeper_;
  const std::shared_ptr<Ear> ear_;
};

} // namespace

Result<std::unique_ptr<Scheduler>>
make_scheduler(job::Store& store, std::span<const model::Model> models, SchedulerOptions options) {
  auto scheduler = std::make_unique<SchedulerHere>(store, models, std::move(options));
  TRY_VOID(scheduler->started());
  return scheduler;
}

} // namespace platen::schedule
