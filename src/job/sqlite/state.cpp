#include "job/sqlite/state.h"

#include <iterator>

namespace platen::job::sqlite {
namespace {

template<class T> void move_behind(std::vector<T>& first, std::vector<T>& second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()),
               std::make_move_iterator(second.end()));
}

void add(Unfinished& to, const Unfinished& difference) {
  to.jobs += difference.jobs;
  to.bytes += difference.bytes;
}

void add(JobCounts& to, const JobCounts& difference) {
  to.pending += difference.pending;
  to.held += difference.held;
  to.processing += difference.processing;
  to.stopped += difference.stopped;
}

} // namespace

void Effects::append(Effects&& later) {
  move_behind(events, later.events);
  move_behind(jobs, later.jobs);
  move_behind(kept, later.kept);
  move_behind(removed, later.removed);
  move_behind(turns, later.turns);
  for (const auto& [printer, difference] : later.counts)
    add(counts[printer], difference);
  for (const auto& [user, difference] : later.users)
    add(users[user], difference);
  if (later.printers) printers = std::move(later.printers);
  finished += later.finished;
  document_bytes += later.document_bytes;
}

std::int32_t* count_of(JobCounts& counts, JobState state) {
  switch (state) {
  case JobState::pending:
    return &counts.pending;
  case JobState::held:
    return &counts.held;
  case JobState::processing:
    return &counts.processing;
  case JobState::stopped:
    return &counts.stopped;
  default:
    return nullptr;
  }
}

void State::start(std::vector<Printer> printers, std::map<PrinterId, JobCounts> counts,
                  Totals totals) {
  const std::lock_guard lock(mutex_);
  printers_ = std::make_shared<const std::vector<Printer>>(std::move(printers));
  counts_ = std::move(counts);
  totals_ = totals;
}

void State::begin_users(std::map<std::string, Unfinished> users) {
  const std::lock_guard lock(mutex_);
  users_ = std::move(users);
  for (const auto& [user, unfinished] : users_)
    add(all_, unfinished);
}

void State::begin_turns(Turns turns) {
  const std::lock_guard lock(mutex_);
  turns_ = std::move(turns);
}

void State::apply(const Effects& effects) {
  const std::lock_guard lock(mutex_);
  for (const auto& [printer, difference] : effects.counts) {
    const auto counts = counts_.try_emplace(printer).first;
    add(counts->second, difference);
    if (counts->second.active() == 0) counts_.erase(counts);
  }
  for (const Turns::Step& step : effects.turns)
    turns_.apply(step);
  for (const auto& [user, difference] : effects.users) {
    const auto unfinished = users_.try_emplace(user).first;
    add(unfinished->second, difference);
    add(all_, difference);
    if (unfinished->second.jobs == 0) users_.erase(unfinished);
  }
  if (effects.printers) printers_ = effects.printers;
  totals_.finished += effects.finished;
  totals_.document_bytes += effects.document_bytes;
}

std::shared_ptr<const std::vector<Printer>> State::printers() const {
  const std::lock_guard lock(mutex_);
  return printers_;
}

JobCounts State::counts(PrinterId printer) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(printer);
  return found == counts_.end() ? JobCounts{} : found->second;
}

State::Totals State::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_;
}

std::optional<Turns::Turn> State::turn_after(PrinterId printer,
                                             const std::optional<Turns::Turn>& last) const {
  const std::lock_guard lock(mutex_);
  return turns_.after(printer, last);
}

Unfinished State::unfinished(const std::string& user) const {
  const std::lock_guard lock(mutex_);
  const auto found = users_.find(user);
  return found == users_.end() ? Unfinished{} : found->second;
}

Unfinished State::unfinished() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

void State::note_trouble(std::string words) {
  const std::lock_guard lock(mutex_);
  trouble_ = std::move(words);
}

std::string State::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::vector<Turns::Turn> State::turns(PrinterId printer) const {
  const std::lock_guard lock(mutex_);
  return turns_.all(printer);
}

} // namespace platen::job::sqlite
