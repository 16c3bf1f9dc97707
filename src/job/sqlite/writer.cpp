#include "job/sqlite/writer.h"

#include "base/thread.h"
#include "job/sqlite/reader.h"

#include <algorithm>

namespace platen::job::sqlite {

Writer::Writer(std::unique_ptr<Connection> connection, State& state, DocumentKeeper& keeper,
               Options options)
    : connection_(std::move(connection)), state_(state), keeper_(keeper),
      options_(std::move(options)) {
  const auto count_pages = [](void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(connection_->handle(), count_pages, &log_pages_);
  thread_ = start_thread([this] { run(); });
}

Writer::~Writer() {
  finish();
}

void Writer::submit(std::shared_ptr<Change> change) {
  {
    const std::lock_guard lock(mutex_);
    if (!finished_) {
      waiting_.push_back(std::move(change));
      wake_.notify_one();
      return;
    }
  }
  change->settle(Error{Errc::cancelled, "the server is stopping"});
}

std::size_t Writer::backlog() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() + at_work_;
}

StoreWork Writer::work() const {
  const std::lock_guard lock(mutex_);
  return work_;
}

void Writer::count(std::size_t changes, bool done, std::chrono::steady_clock::duration took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto at = std::ranges::lower_bound(StoreWork::bounds, seconds) - StoreWork::bounds.begin();
  const std::lock_guard lock(mutex_);
  if (!done) {
    ++work_.failed;
    return;
  }
  work_.changes += changes;
  ++work_.commits[static_cast<std::size_t>(at)];
  work_.seconds += seconds;
}

void Writer::observe(Store::Observer observer) {
  const std::lock_guard lock(mutex_);
  auto more = std::make_shared<Observers>(*observers_);
  more->push_back(std::move(observer));
  observers_ = std::move(more);
}

void Writer::finish() {
  {
    const std::lock_guard lock(mutex_);
    finishing_ = true;
  }
  wake_.notify_one();
  if (thread_ && thread_->joinable()) thread_->join();
}

Writer::Changes Writer::take_waiting() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return finishing_ || !waiting_.empty(); });
  if (options_.gather.count() > 0 && !finishing_)
    wake_.wait_for(lock, options_.gather, [this] { return finishing_; });
  if (waiting_.empty()) finished_ = true;
  return std::exchange(waiting_, {});
}

void Writer::run() {
  for (;;) {
    const Changes changes = take_waiting();
    if (changes.empty()) return;
    at_work_ = changes.size();
    std::span<const std::shared_ptr<Change>> rest(changes);
    while (!rest.empty()) {
      const auto large = std::find_if(rest.begin(), rest.end(),
                                      [](const auto& change) { return change->is_large(); });
      const auto together =
          std::max<std::size_t>(1, static_cast<std::size_t>(large - rest.begin()));
      rest = rest.subspan(commit(rest.first(together)));
    }
    checkpoint();
  }
}

// Runs the changes in one transaction and settles them; gives how many those are. When the database
// gives the transaction up in the middle (the disk is full), the rest is left for another one.
std::size_t Writer::commit(std::span<const std::shared_ptr<Change>> changes) {
  Effects effects;
  std::vector<bool> refused(changes.size());
  std::size_t count = 0;
  const auto began = std::chrono::steady_clock::now();
  Result<void> outcome = connection_->execute("BEGIN IMMEDIATE");
  if (!outcome) count = changes.size();
  while (outcome && count < changes.size()) {
    const auto ran = run_change(*changes[count], effects);
    if (ran)
      refused[count] = !*ran;
    else
      outcome = Failure(ran.error());
    ++count;
  }
  if (outcome) outcome = end_transaction(effects);
  if (!outcome && connection_->in_transaction())
    static_cast<void>(connection_->execute("ROLLBACK").has_value()); // the error is told below

  this->count(count, outcome.has_value(), std::chrono::steady_clock::now() - began);
  note_outcome(outcome, refused);
  if (outcome) tell(effects);
  at_work_ -= count; // before anybody is answered
  for (std::size_t i = 0; i < count; ++i) {
    if (outcome || refused[i])
      changes[i]->settle(std::nullopt);
    else
      changes[i]->settle(outcome.error());
  }
  return count;
}

// That all were refused says nothing about the disk.
void Writer::note_outcome(const Result<void>& outcome, const std::vector<bool>& refused) {
  if (!outcome)
    state_.note_trouble(outcome.error().message());
  else if (std::find(refused.begin(), refused.end(), false) != refused.end())
    state_.note_trouble({});
}

// True: it ran; false: it was refused and has undone itself alone, its caller gets its own error.
// An error ends the transaction for all.
Result<bool> Writer::run_change(Change& change, Effects& effects) {
  Work work(*connection_, state_, effects, options_.clock());
  const bool large = change.is_large(); // then nothing else is in the transaction
  if (!large) TRY_VOID(Query(*connection_, "SAVEPOINT change").run());
  auto ran = change.run(work);
  if (!ran && ran.error().code == Errc::io) // it may have undone itself all the same
    state_.note_trouble(ran.error().message());
  if (!ran && !connection_->in_transaction()) return Failure(std::move(ran).error());
  if (!ran && large) TRY_VOID(connection_->execute("ROLLBACK; BEGIN"));
  if (!ran && !large) TRY_VOID(Query(*connection_, "ROLLBACK TO change").run());
  if (!large) TRY_VOID(Query(*connection_, "RELEASE change").run());
  if (ran) effects.append(std::move(work.effects()));
  return ran.has_value();
}

Result<void> Writer::end_transaction(const Effects& effects) {
  if (effects.document_bytes != 0) {
    Query query(*connection_, "UPDATE total SET value = ?1 WHERE name = 'document-bytes'",
                state_.totals().document_bytes + effects.document_bytes);
    TRY_VOID(query.run());
  }
  return connection_->execute("COMMIT");
}

// What is on disk now becomes visible: to readers of the state, to observers, to the keeper of
// files.
void Writer::tell(Effects& effects) {
  state_.apply(effects);
  for (ArrivingDocument* document : effects.kept)
    document->keep();
  keeper_.remove(std::move(effects.removed));
  const auto observers = [this] {
    const std::lock_guard lock(mutex_);
    return observers_;
  }();
  for (std::size_t i = 0; i < effects.events.size(); ++i) {
    Event& event = effects.events[i];
    if (!event.job && !event.printer) {
      auto record = load_job(*connection_, effects.jobs[i]);
      if (!record) continue; // a damaged record; every question about the job says so
      event.job = std::make_shared<const Job>(std::move(record->job));
    }
    for (const Store::Observer& observer : *observers)
      observer(event);
    event = Event{};
  }
}

void Writer::checkpoint() {
  if (log_pages_ < options_.checkpoint_pages) return;
  // A failure leaves the log as it is: nothing is lost, and the next commit tries again.
  sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
}

} // namespace platen::job::sqlite
