#include "job/sqlite/take_up.h"

#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/set_aside.h"

#include <limits>

namespace platen::job::sqlite {

namespace {

std::string named(const Document& document) {
  return "document " + std::to_string(document.number);
}

Result<std::string> missing_document(Connection& connection, const Document& document,
                                     std::int64_t content, const DocumentFolder& folder) {
  Query query(connection, "SELECT bytes, file FROM document WHERE id = ?1", content);
  TRY(const bool row, query.next());
  if (!row) return named(document) + " is no longer in the job store";
  if (query.is_null(1)) return std::string();
  const std::string name(query.text(1));
  const auto size = folder.size_of(name);
  if (!size && size.error().code == Errc::not_found)
    return named(document) + " is missing from the job store (its file " + name + " is gone)";
  if (!size) return Failure(size.error());
  if (*size == static_cast<std::uint64_t>(query.number(0))) return std::string();
  return named(document) + " has " + std::to_string(*size) + " of its " +
         std::to_string(query.number(0)) + " bytes";
}

Result<void> abort_job(Work& work, Record record, const std::string& why) {
  const Columns was = columns_of(record.job);
  const auto abort = [&](Job& job) -> Result<void> {
    job.state = JobState::aborted;
    job.reasons = {"document-access-error"};
    job.state_message = "send this job again: " + why;
    job.detailed = {job.state_message};
    job.incoming = false;
    return {};
  };
  TRY_VOID(edit_record(record, abort, work.now()));
  return work.update(was, record);
}

Result<void> look_through_unfinished(Work& work, const DocumentFolder& documents,
                                     const StoreOptions::Report& report, bool all_documents) {
  JobQuery unfinished;
  unfinished.which = JobQuery::Which::not_finished;
  unfinished.limit = std::numeric_limits<std::int32_t>::max();
  TRY(const std::vector<JobId> ids, list_ids(work.connection(), unfinished));
  for (const JobId id : ids) {
    const std::string name = "job " + std::to_string(id);
    TRY(Record record, load_or_set_aside(work, id));
    if (is_finished(record.job.state)) {
      report(name + " of " + record.job.user + " was aborted: its record is damaged");
      continue;
    }
    TRY(const std::string missing,
        missing_documents(work.connection(), record, documents, all_documents));
    if (missing.empty()) continue;
    report(name + " of " + record.job.user + " was aborted: " + missing);
    TRY_VOID(abort_job(work, std::move(record), missing));
  }
  return {};
}

} // namespace

Result<std::string> missing_documents(Connection& connection, const Record& record,
                                      const DocumentFolder& documents, bool all) {
  if (!record.job.documents_kept) return std::string();
  for (std::size_t i = 0; i < record.contents.size(); ++i) {
    const Document& document = record.job.documents[i];
    if (!document.canceled.empty()) continue; // it is not printed
    if (!all && document.bytes <= inline_document_bytes) continue;
    TRY(std::string missing, missing_document(connection, document, record.contents[i], documents));
    if (!missing.empty()) return missing;
  }
  return std::string();
}

// Nobody observes yet: what changes here is how the store begins.
Result<void> take_up(Connection& connection, State& state, const DocumentFolder& documents,
                     Time now, const StoreOptions::Report& report, bool all_documents) {
  TRY_VOID(connection.execute("BEGIN IMMEDIATE"));
  const Effects before;
  Work work(connection, state, before, now);
  auto done = look_through_unfinished(work, documents, report, all_documents);
  if (done) done = take_up_again(work);
  if (done) done = connection.execute("COMMIT");
  if (done) state.apply(work.effects());
  return done;
}

} // namespace platen::job::sqlite
