#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/set_aside.h"

#include <algorithm>
#include <limits>

namespace platen::job::sqlite {
namespace {

// Jobs of one step: some ten milliseconds, which others wait at most.
constexpr std::int64_t jobs_per_step = 200;

Result<std::vector<JobId>> take_ids(Query& query) {
  std::vector<JobId> ids;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return ids;
    ids.push_back(static_cast<JobId>(query.number(0)));
  }
}

// Whatever the clock said when a job ended: it may have been set back since.
constexpr Time at_any_time = std::numeric_limits<Time>::max();

// Of what finished up to `before`, oldest first; never what a client asked to retain.
Result<std::vector<JobId>> with_documents(Work& work, Time before, Time now) {
  Query query(work.connection(),
              "SELECT id FROM job INDEXED BY job_kept WHERE finished > 0 AND document_bytes > 0 "
              "AND finished <= ?1 AND (retain_until = 0 OR retain_until <= ?2) "
              "ORDER BY finished LIMIT ?3",
              before, now, jobs_per_step);
  return take_ids(query);
}

// Of what finished up to `before` and a client asked to retain for longer than anybody may.
Result<std::vector<JobId>> retained_too_long(Work& work, Time before) {
  Query query(work.connection(),
              "SELECT id FROM job INDEXED BY job_kept WHERE finished > 0 AND document_bytes > 0 "
              "AND finished <= ?1 AND retain_until > 0 ORDER BY finished LIMIT ?2",
              before, jobs_per_step);
  return take_ids(query);
}

Result<std::vector<JobId>> retained_long_enough(Work& work, Time now) {
  Query query(work.connection(),
              "SELECT id FROM job INDEXED BY job_retained WHERE retain_until > 0 "
              "AND finished > 0 AND document_bytes > 0 AND retain_until <= ?1 LIMIT ?2",
              now, jobs_per_step);
  return take_ids(query);
}

// Of what finished up to `before`; of what a client asked to retain, what finished up to
// `retained`.
Result<std::vector<JobId>> finished_jobs(Work& work, Time before, Time retained, Time now,
                                         std::int64_t limit) {
  Query query(work.connection(),
              "SELECT id FROM job INDEXED BY job_finished WHERE finished > 0 AND finished <= ?1 "
              "AND (retain_until <= ?2 OR finished <= ?4) ORDER BY finished LIMIT ?3",
              before, now, std::min(limit, jobs_per_step), retained);
  return take_ids(query);
}

Time at_or_before(Time now, std::int64_t seconds) {
  return seconds < 0 ? std::numeric_limits<Time>::min() : now - seconds;
}

Result<void> forget_job(Work& work, const Record& record, PruneReport& report) {
  const std::int64_t before = work.totals().document_bytes;
  TRY_VOID(work.forget(record));
  if (record.job.documents_kept)
    report.documents += static_cast<std::int64_t>(record.contents.size());
  report.bytes += before - work.totals().document_bytes;
  ++report.jobs;
  return {};
}

class Step {
public:
  Step(Work& work, const Retention& keep, Time now) : work_(work), keep_(keep), now_(now) {}

  Result<PruneStep> run() {
    TRY(const auto old, with_documents(work_, at_or_before(now_, keep_.document_seconds), now_));
    TRY_VOID(drop_documents(old, false));
    TRY(const auto retained, retained_long_enough(work_, now_));
    TRY_VOID(drop_documents(retained, false));
    TRY(const auto too_long, retained_too_long(work_, retained_before()));
    TRY_VOID(drop_documents(too_long, false));
    if (too_many_bytes()) {
      TRY(const auto oldest, with_documents(work_, at_any_time, now_));
      TRY_VOID(drop_documents(oldest, true));
    }
    TRY(const auto ancient, finished_jobs(work_, at_or_before(now_, keep_.history_seconds),
                                          retained_before(), now_, jobs_per_step));
    TRY_VOID(forget(ancient));
    if (const std::int64_t surplus = surplus_jobs(); surplus > 0) {
      TRY(const auto oldest, finished_jobs(work_, at_any_time, retained_before(), now_, surplus));
      TRY_VOID(forget(oldest));
    }
    return step_;
  }

private:
  Time retained_before() const { return at_or_before(now_, keep_.retained_seconds); }
  bool too_many_bytes() const {
    return keep_.document_bytes >= 0 && work_.totals().document_bytes > keep_.document_bytes;
  }
  std::int64_t surplus_jobs() const {
    return keep_.history_jobs < 0 ? 0 : work_.totals().finished - keep_.history_jobs;
  }

  Result<void> drop_documents(const std::vector<JobId>& ids, bool until_it_fits) {
    for (const JobId id : ids) {
      if (until_it_fits && !too_many_bytes()) break;
      TRY(Record record, load_or_set_aside(work_, id));
      const Columns was = columns_of(record.job);
      const std::size_t documents = record.contents.size();
      const std::int64_t before = work_.totals().document_bytes;
      TRY_VOID(work_.drop_documents(record));
      TRY_VOID(work_.update(was, record));
      step_.done.documents += static_cast<std::int64_t>(documents);
      step_.done.bytes += before - work_.totals().document_bytes;
      step_.more = true;
    }
    return {};
  }

  Result<void> forget(const std::vector<JobId>& ids) {
    for (const JobId id : ids) {
      TRY(const Record record, load_or_set_aside(work_, id));
      TRY_VOID(forget_job(work_, record, step_.done));
      step_.more = true;
    }
    return {};
  }

  Work& work_;
  const Retention& keep_;
  Time now_;
  PruneStep step_;
};

} // namespace

Result<PruneStep> prune_step(Work& work, const Retention& keep, Time now) {
  return Step(work, keep, now).run();
}

Result<ForgetStep> forget_step(Work& work, JobQuery query, const Store::JobTest& test) {
  query.which = JobQuery::Which::finished;
  query.newest_first = false;
  query.limit = static_cast<std::int32_t>(jobs_per_step);
  TRY(const std::vector<JobId> ids, list_ids(work.connection(), query));
  ForgetStep result;
  for (const JobId id : ids) {
    TRY(const Record record, load_or_set_aside(work, id));
    if (!test || test(record.job)) TRY_VOID(forget_job(work, record, result.step.done));
  }
  result.step.more = ids.size() == static_cast<std::size_t>(jobs_per_step);
  if (result.step.more) result.next = ids.back() + 1;
  return result;
}

} // namespace platen::job::sqlite
