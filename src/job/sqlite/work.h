#pragma once

#include "job/record.h"
#include "job/sqlite/connection.h"
#include "job/sqlite/state.h"

#include <optional>
#include <span>
#include <string>

namespace platen::job::sqlite {

// A job's columns that indexes are made of.
struct Columns {
  PrinterId printer = 0;
  JobState state = JobState::held;
  std::int32_t priority = 0;
  std::string user;
  bool incoming = false;
  Time release_at = 0, finished = 0, retain_until = 0;
  std::int64_t document_bytes = 0;
  bool operator==(const Columns&) const = default;
};
Columns columns_of(const Job& job);

// One change at work inside the writer's transaction: the tables, and what must follow when they
// are on disk. Only on the writer's thread.
class Work {
public:
  // `batch`: what earlier changes of the same transaction have done.
  Work(Connection& connection, const State& state, const Effects& batch, Time now)
      : connection_(connection), state_(state), batch_(batch), now_(now) {}

  Time now() const { return now_; }
  Connection& connection() { return connection_; }
  Effects& effects() { return effects_; }

  // As this transaction sees them.
  const std::vector<Printer>& printers() const;
  const Printer* printer(PrinterId id) const; // null: there is none
  State::Totals totals() const;
  void set_printers(std::vector<Printer> printers);
  void note_printer(Event::Kind kind, const Printer& printer);

  Result<void> insert(Record& record); // gives it its id
  Result<void> update(const Columns& was, const Record& record);
  Result<void> forget(const Record& record); // with its documents

  // Appends the document to the record; the job itself is written by insert() or update().
  Result<void> attach(Record& record, ArrivingDocument& document);
  Result<void> share(std::int64_t content); // one more job refers to it
  Result<void> drop_documents(Record& record);

private:
  void count(PrinterId printer, JobState state, std::int32_t difference);
  void note_turn(Turns::Step::Kind kind, const Columns& key);
  void note_turns(const Columns& was, const Columns& key);
  void note_user(const Columns& key, std::int64_t jobs); // 1: it has one more
  void note_job(Event event, const Job& job);

  Connection& connection_;
  const State& state_;
  const Effects& batch_;
  Time now_;
  Effects effects_;
};

// Runs an edit on a record and keeps to it what no edit may change; sets the times that follow from
// the change.
Result<void> edit_record(Record& record, const Store::JobEdit& edit, Time now);

} // namespace platen::job::sqlite
