#include "job/sqlite/work.h"

#include "job/sqlite/account.h"
#include "job/sqlite/reader.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace platen::job::sqlite {
namespace {

// Events beyond these of one change are told without holding their jobs in memory.
constexpr std::size_t most_held_events = 512;

std::int64_t kept_bytes(const Job& job) {
  if (!job.documents_kept) return 0;
  return std::accumulate(job.documents.begin(), job.documents.end(), std::int64_t{0},
                         [](std::int64_t sum, const Document& document) {
                           return sum + static_cast<std::int64_t>(document.bytes);
                         });
}

bool waits(const Columns& key) {
  return key.state == JobState::pending && !key.incoming;
}

} // namespace

Columns columns_of(const Job& job) {
  return {job.printer,    job.state,    job.priority,          job.user,       job.incoming,
          job.release_at, job.finished, job.retain_until_time, kept_bytes(job)};
}

const std::vector<Printer>& Work::printers() const {
  if (effects_.printers) return *effects_.printers;
  if (batch_.printers) return *batch_.printers;
  return *state_.printers(); // stays: only this thread replaces it
}

const Printer* Work::printer(PrinterId id) const {
  const auto& all = printers();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const Printer& printer) { return printer.id == id; });
  return found == all.end() ? nullptr : &*found;
}

State::Totals Work::totals() const {
  State::Totals totals = state_.totals();
  totals.finished += batch_.finished + effects_.finished;
  totals.document_bytes += batch_.document_bytes + effects_.document_bytes;
  return totals;
}

void Work::set_printers(std::vector<Printer> printers) {
  effects_.printers = std::make_shared<const std::vector<Printer>>(std::move(printers));
}

void Work::note_printer(Event::Kind kind, const Printer& printer) {
  Event event;
  event.kind = kind;
  event.printer = std::make_shared<const Printer>(printer);
  effects_.events.push_back(std::move(event));
  effects_.jobs.push_back(0);
}

void Work::note_job(Event event, const Job& job) {
  // A forgotten job cannot be read again; whoever forgets many does it in many changes.
  if (effects_.events.size() < most_held_events || event.kind == Event::Kind::job_forgotten)
    event.job = std::make_shared<const Job>(job);
  effects_.events.push_back(std::move(event));
  effects_.jobs.push_back(job.id);
}

void Work::count(PrinterId printer, JobState state, std::int32_t difference) {
  if (std::int32_t* field = count_of(effects_.counts[printer], state))
    *field += difference;
  else
    effects_.finished += difference;
}

void Work::note_turn(Turns::Step::Kind kind, const Columns& key) {
  effects_.turns.push_back({kind, key.printer, key.priority, key.user});
}

void Work::note_turns(const Columns& was, const Columns& key) {
  using Kind = Turns::Step::Kind;
  const bool same_row =
      was.printer == key.printer && was.priority == key.priority && was.user == key.user;
  if (waits(was) && waits(key) && same_row) return;
  if (waits(was)) note_turn(key.state == JobState::processing ? Kind::begun : Kind::left, was);
  if (!waits(key)) return;
  const bool had_begun = was.state == JobState::processing || was.state == JobState::stopped;
  note_turn(had_begun && was.printer == key.printer ? Kind::given_back : Kind::came, key);
}

void Work::note_user(const Columns& key, std::int64_t jobs) {
  if (is_finished(key.state)) return;
  Unfinished& unfinished = effects_.users[key.user];
  unfinished.jobs += jobs;
  unfinished.bytes += jobs * key.document_bytes;
}

Result<void> Work::insert(Record& record) {
  Job& job = record.job;
  const Columns key = columns_of(job);
  const Buffer rest = encode_record(record);
  Query query(connection_,
              "INSERT INTO job (printer, state, priority, user, incoming, created, release_at, "
              "finished, retain_until, document_bytes, record) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
              std::int64_t{key.printer}, static_cast<std::int64_t>(key.state),
              std::int64_t{key.priority}, std::string_view(key.user), std::int64_t{key.incoming},
              job.created, key.release_at, key.finished, key.retain_until, key.document_bytes,
              Bytes(rest));
  TRY_VOID(query.run());
  if (connection_.last_id() > std::numeric_limits<JobId>::max())
    return fail(Errc::limit, "the job store has no job numbers left");
  job.id = static_cast<JobId>(connection_.last_id());
  count(job.printer, job.state, 1);
  note_user(key, 1);
  if (waits(key)) note_turn(Turns::Step::Kind::came, key);
  if (is_finished(job.state)) TRY_VOID(enter_job(connection_, job));
  Event event;
  event.kind = Event::Kind::job_added;
  note_job(std::move(event), job);
  return {};
}

Result<void> Work::update(const Columns& was, const Record& record) {
  const Job& job = record.job;
  const Columns key = columns_of(job);
  const Buffer rest = encode_record(record);
  if (key == was) { // a statement that names no indexed column touches no index
    Query query(connection_, "UPDATE job SET record = ?2 WHERE id = ?1", std::int64_t{job.id},
                Bytes(rest));
    TRY_VOID(query.run());
  } else {
    Query query(connection_,
                "UPDATE job SET printer = ?2, state = ?3, priority = ?4, user = ?5, incoming = ?6, "
                "release_at = ?7, finished = ?8, retain_until = ?9, document_bytes = ?10, "
                "record = ?11 WHERE id = ?1",
                std::int64_t{job.id}, std::int64_t{key.printer},
                static_cast<std::int64_t>(key.state), std::int64_t{key.priority},
                std::string_view(key.user), std::int64_t{key.incoming}, key.release_at,
                key.finished, key.retain_until, key.document_bytes, Bytes(rest));
    TRY_VOID(query.run());
  }
  // Also when it had ended before: the last figures of a canceled job come later.
  if (is_finished(job.state)) TRY_VOID(enter_job(connection_, job));
  count(was.printer, was.state, -1);
  count(key.printer, key.state, 1);
  note_user(was, -1);
  note_user(key, 1);
  note_turns(was, key);
  Event event;
  event.kind = Event::Kind::job_changed;
  event.job_was = was.state;
  event.moved_from = was.printer == key.printer ? 0 : was.printer;
  note_job(std::move(event), job);
  return {};
}

Result<void> Work::forget(const Record& record) {
  Record gone = record;
  TRY_VOID(drop_documents(gone));
  Query query(connection_, "DELETE FROM job WHERE id = ?1", std::int64_t{record.job.id});
  TRY_VOID(query.run());
  const Columns was = columns_of(record.job);
  count(was.printer, was.state, -1);
  note_user(was, -1);
  Event event;
  event.kind = Event::Kind::job_forgotten;
  event.job_was = record.job.state;
  note_job(std::move(event), record.job);
  return {};
}

Result<void> Work::attach(Record& record, ArrivingDocument& document) {
  TRY_VOID(document.whole());
  const auto bytes = static_cast<std::int64_t>(document.size());
  const Digest digest = document.digest();
  if (document.is_file()) {
    Query query(connection_,
                "INSERT INTO document (reference, bytes, sha256, file) VALUES (1, ?1, ?2, ?3)",
                bytes, Bytes(digest), std::string_view(document.file_name()));
    TRY_VOID(query.run());
    effects_.kept.push_back(&document);
  } else {
    Query query(connection_,
                "INSERT INTO document (reference, bytes, sha256, content) VALUES (1, ?1, ?2, ?3)",
                bytes, Bytes(digest), document.memory());
    TRY_VOID(query.run());
  }
  record.contents.push_back(connection_.last_id());
  Document& entry = record.job.documents.emplace_back();
  entry.number = static_cast<std::int32_t>(record.job.documents.size());
  entry.name = document.name;
  entry.format = document.format;
  entry.attributes = document.attributes;
  entry.bytes = document.size();
  effects_.document_bytes += bytes;
  return {};
}

Result<void> Work::share(std::int64_t content) {
  Query query(connection_, "UPDATE document SET reference = reference + 1 WHERE id = ?1", content);
  return query.run();
}

Result<void> Work::drop_documents(Record& record) {
  if (!record.job.documents_kept) return {};
  for (const std::int64_t content : record.contents) {
    Query less(connection_,
               "UPDATE document SET reference = reference - 1 WHERE id = ?1 "
               "RETURNING reference, bytes, file",
               content);
    TRY(const bool row, less.next());
    if (!row || less.number(0) > 0) continue;
    effects_.document_bytes -= less.number(1);
    if (!less.is_null(2)) effects_.removed.emplace_back(less.text(2));
    Query gone(connection_, "DELETE FROM document WHERE id = ?1", content);
    TRY_VOID(gone.run());
  }
  record.job.documents_kept = false;
  return {};
}

Result<void> edit_record(Record& record, const Store::JobEdit& edit, Time now) {
  Job& job = record.job;
  const JobId id = job.id;
  const JobState state = job.state;
  const Time changed = job.changed;
  const std::string uuid = job.uuid;
  const std::size_t documents = job.documents.size();
  if (edit) TRY_VOID(edit(job));
  if (job.id != id || job.uuid != uuid || job.documents.size() != documents)
    return fail(Errc::bug, "an edit changed what a job keeps for life");
  if (job.changed == changed) job.changed = now;
  if (job.state == JobState::processing && job.processing == 0) job.processing = now;
  if (!is_finished(job.state))
    job.finished = 0;
  else if (job.finished == 0 || !is_finished(state))
    job.finished = now;
  return {};
}

} // namespace platen::job::sqlite
