#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/set_aside.h"

#include <algorithm>
#include <limits>

namespace platen::job::sqlite {
namespace {

constexpr std::int32_t no_limit = std::numeric_limits<std::int32_t>::max();

Result<const Printer*> existing_printer(const Work& work, PrinterId id) {
  const Printer* printer = work.printer(id);
  if (printer == nullptr) return fail(Errc::not_found, "there is no printer " + std::to_string(id));
  return printer;
}

Result<void> check_accepts(const Work& work, PrinterId id) {
  TRY(const Printer* printer, existing_printer(work, id));
  if (!printer->accepting)
    return fail(Errc::conflict, "the printer " + printer->name + " is not accepting jobs");
  return {};
}

// Loads, edits and writes one job; `extend` adds to the record what the edit must not see.
template<class Extend>
Result<Job> change_job(Work& work, JobId id, const Store::JobEdit& edit, Extend extend) {
  TRY(Record record, load_job(work.connection(), id));
  const Columns was = columns_of(record.job);
  TRY_VOID(edit_record(record, edit, work.now()));
  if (record.job.printer != was.printer) TRY_VOID(existing_printer(work, record.job.printer));
  TRY_VOID(extend(record));
  TRY_VOID(work.update(was, record));
  return std::move(record.job);
}

} // namespace

Result<Job> add_job(Work& work, Job job, ArrivingDocuments documents) {
  TRY_VOID(check_accepts(work, job.printer));
  Record record{std::move(job), {}};
  record.job.id = 0;
  record.job.documents.clear();
  record.job.documents_kept = true;
  if (record.job.uuid.empty()) record.job.uuid = make_uuid();
  record.job.created = record.job.changed = work.now();
  if (is_finished(record.job.state)) record.job.finished = work.now();
  for (ArrivingDocument* document : documents)
    TRY_VOID(work.attach(record, *document));
  TRY_VOID(work.insert(record));
  return std::move(record.job);
}

Result<Job> add_document(Work& work, JobId id, ArrivingDocument& document,
                         const Store::JobEdit& edit) {
  return change_job(work, id, edit, [&](Record& record) -> Result<void> {
    if (!record.job.documents_kept)
      return fail(Errc::conflict,
                  "the documents of job " + std::to_string(id) + " have been removed");
    return work.attach(record, document);
  });
}

Result<Job> update_job(Work& work, JobId id, const Store::JobEdit& edit) {
  return change_job(work, id, edit, [](Record&) { return Result<void>(); });
}

Result<std::vector<JobId>> update_jobs(Work& work, const JobQuery& query,
                                       const Store::JobEdit& edit) {
  TRY(const std::vector<JobId> ids, list_ids(work.connection(), query));
  std::vector<JobId> changed;
  for (const JobId id : ids) {
    auto loaded = load_job(work.connection(), id);
    if (!loaded && loaded.error().code == Errc::malformed) {
      TRY_VOID(set_aside_job(work, id));
      continue;
    }
    TRY(Record record, std::move(loaded));
    const Columns was = columns_of(record.job);
    if (!edit_record(record, edit, work.now())) continue; // its edit refused
    if (record.job.printer != was.printer && work.printer(record.job.printer) == nullptr) continue;
    TRY_VOID(work.update(was, record));
    changed.push_back(id);
  }
  return changed;
}

Result<Job> copy_job(Work& work, JobId id, const Store::JobEdit& edit) {
  TRY(Record record, load_job(work.connection(), id));
  Job& job = record.job;
  const std::string what = "job " + std::to_string(id);
  if (!is_finished(job.state) && job.state != JobState::held)
    return fail(Errc::conflict, what + " is neither finished nor held");
  if (job.incoming) return fail(Errc::conflict, what + " has not all of its documents yet");
  if (job.documents.empty()) return fail(Errc::conflict, what + " has no document");
  if (!job.documents_kept)
    return fail(Errc::conflict, "the documents of " + what + " are no longer kept");

  // What the first printing left behind; a job that waits for its password keeps waiting.
  job.id = 0;
  job.uuid = make_uuid();
  job.state = job.password.empty() ? JobState::pending : JobState::held;
  job.reasons.clear();
  job.detailed.clear();
  job.state_message.clear();
  job.hold_until = "no-hold";
  job.release_at = job.retain_until_time = 0;
  job.created = work.now();
  job.processing = job.finished = 0;
  job.attempts = job.sheets_done = 0;
  job.counters = {};
  job.earlier = {};
  job.actual_attributes.clear();
  TRY_VOID(edit_record(record, edit, work.now()));
  TRY_VOID(check_accepts(work, job.printer));
  for (const std::int64_t content : record.contents)
    TRY_VOID(work.share(content));
  TRY_VOID(work.insert(record));
  return std::move(job);
}

Result<std::vector<JobId>> release_due(Work& work, Time now) {
  std::vector<JobId> due;
  {
    Query query(work.connection(),
                "SELECT id FROM job INDEXED BY job_release "
                "WHERE state = 4 AND release_at > 0 AND release_at <= ?1 ORDER BY release_at",
                now);
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) break;
      due.push_back(static_cast<JobId>(query.number(0)));
    }
  }
  std::sort(due.begin(), due.end());
  const auto release = [](Job& job) -> Result<void> {
    // A job that still waits for its documents is only no longer held by the clock.
    if (!job.incoming) job.state = JobState::pending;
    job.release_at = 0;
    job.hold_until = "no-hold";
    std::erase(job.reasons, "job-hold-until-specified");
    return {};
  };
  for (const JobId id : due)
    TRY_VOID(update_job(work, id, release));
  return due;
}

Result<void> take_up_again(Work& work) {
  JobQuery begun;
  begun.states = {JobState::processing, JobState::stopped};
  begun.limit = no_limit;
  return update_jobs(work, begun,
                     [](Job& job) -> Result<void> {
                       job.state = JobState::pending;
                       job.reasons = {std::string(caught_printing)};
                       job.state_message = "the server stopped while this job was printing";
                       return {};
                     })
      .map([](const std::vector<JobId>&) {});
}

} // namespace platen::job::sqlite
