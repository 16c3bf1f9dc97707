#include "job/sqlite/reader.h"

#include <algorithm>
#include <array>

namespace platen::job::sqlite {
namespace {

constexpr std::array all_states{JobState::pending,  JobState::held,     JobState::processing,
                                JobState::stopped,  JobState::canceled, JobState::aborted,
                                JobState::completed};

bool is_asked_for(const JobQuery& query, JobState state) {
  if (query.which == JobQuery::Which::not_finished && is_finished(state)) return false;
  if (query.which == JobQuery::Which::finished && !is_finished(state)) return false;
  return query.states.empty() ||
         std::find(query.states.begin(), query.states.end(), state) != query.states.end();
}

bool matches(const JobQuery& query, const Job& job) {
  return is_asked_for(query, job.state) && job.id >= query.first &&
         (!query.printer || *query.printer == job.printer) &&
         (!query.user || *query.user == job.user);
}

void put_in_order(std::vector<JobId>& ids, const JobQuery& query) {
  if (query.newest_first)
    std::sort(ids.begin(), ids.end(), std::greater<>());
  else
    std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

void cut(std::vector<JobId>& ids, const JobQuery& query) {
  const auto limit = static_cast<std::size_t>(std::max(query.limit, 0));
  const auto skip = std::min(ids.size(), static_cast<std::size_t>(std::max(query.skip, 0)));
  ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(skip));
  if (ids.size() > limit) ids.resize(limit);
}

Result<std::vector<JobId>> listed_ids(Connection& connection, const JobQuery& query) {
  std::vector<JobId> asked = query.ids;
  put_in_order(asked, query);
  std::vector<JobId> ids;
  for (const JobId id : asked) {
    auto record = load_job(connection, id);
    if (!record && record.error().code == Errc::not_found) continue;
    if (!record && record.error().code == Errc::malformed) {
      TRY(Job damaged, load_damaged_job(connection, id));
      record = Record{std::move(damaged), {}};
    }
    if (!record) return Failure(std::move(record).error());
    if (matches(query, record->job)) ids.push_back(id);
  }
  cut(ids, query);
  return ids;
}

Result<void> append_ids(Query& query, std::vector<JobId>& ids) {
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return {};
    ids.push_back(static_cast<JobId>(query.number(0)));
  }
}

// The first ids of one state; each of the statements runs along one index.
Result<void> append_state(Connection& connection, const JobQuery& query, JobState state,
                          std::vector<JobId>& ids) {
  const auto number = static_cast<std::int64_t>(state);
  const std::int64_t first = query.first;
  const std::int64_t limit = std::int64_t{std::max(query.skip, 0)} + std::max(query.limit, 0);
  const std::int64_t printer = query.printer.value_or(0);
  const std::string_view user = query.user ? std::string_view(*query.user) : "";
  const bool down = query.newest_first;
  if (query.user && query.printer) {
    Query rows(connection,
               down
                   ? "SELECT id FROM job INDEXED BY job_by_user WHERE user = ?4 AND state = ?1 AND "
                     "id >= ?2 AND printer = ?5 ORDER BY id DESC LIMIT ?3"
                   : "SELECT id FROM job INDEXED BY job_by_user WHERE user = ?4 AND state = ?1 AND "
                     "id >= ?2 AND printer = ?5 ORDER BY id LIMIT ?3",
               number, first, limit, user, printer);
    return append_ids(rows, ids);
  }
  if (query.user) {
    Query rows(connection,
               down ? "SELECT id FROM job WHERE user = ?4 AND state = ?1 AND id >= ?2 "
                      "ORDER BY id DESC LIMIT ?3"
                    : "SELECT id FROM job WHERE user = ?4 AND state = ?1 AND id >= ?2 "
                      "ORDER BY id LIMIT ?3",
               number, first, limit, user);
    return append_ids(rows, ids);
  }
  if (query.printer) {
    Query rows(connection,
               down ? "SELECT id FROM job WHERE printer = ?4 AND state = ?1 AND id >= ?2 "
                      "ORDER BY id DESC LIMIT ?3"
                    : "SELECT id FROM job WHERE printer = ?4 AND state = ?1 AND id >= ?2 "
                      "ORDER BY id LIMIT ?3",
               number, first, limit, printer);
    return append_ids(rows, ids);
  }
  Query rows(connection,
             down ? "SELECT id FROM job WHERE state = ?1 AND id >= ?2 ORDER BY id DESC LIMIT ?3"
                  : "SELECT id FROM job WHERE state = ?1 AND id >= ?2 ORDER BY id LIMIT ?3",
             number, first, limit);
  return append_ids(rows, ids);
}

Result<std::int64_t> one_number(Query& query) {
  TRY(const bool row, query.next());
  return row ? query.number(0) : 0;
}

constexpr const char* job_row = "SELECT printer, state, priority, user, incoming, created, "
                                "release_at, finished, retain_until, record FROM job WHERE id = ?1";

Result<Job> take_columns(Query& query, JobId id) {
  TRY(const bool row, query.next());
  if (!row) return fail(Errc::not_found, "there is no job " + std::to_string(id));
  Job job;
  job.id = id;
  job.printer = static_cast<PrinterId>(query.number(0));
  job.state = static_cast<JobState>(query.number(1));
  job.priority = static_cast<std::int32_t>(query.number(2));
  job.user = query.text(3);
  job.incoming = query.number(4) != 0;
  job.created = query.number(5);
  job.release_at = query.number(6);
  job.finished = query.number(7);
  job.retain_until_time = query.number(8);
  return job;
}

} // namespace

Result<Record> load_job(Connection& connection, JobId id) {
  Query query(connection, job_row, std::int64_t{id});
  TRY(Job job, take_columns(query, id));
  Record record{std::move(job), {}};
  if (auto decoded = decode_record(query.bytes(9), record); !decoded)
    return fail_within("the record of job " + std::to_string(id) + " is damaged",
                       std::move(decoded).error());
  return record;
}

Result<Job> load_damaged_job(Connection& connection, JobId id) {
  Query query(connection, job_row, std::int64_t{id});
  TRY(Job job, take_columns(query, id));
  job.name = "job " + std::to_string(id);
  job.state_message = "The record of this job is damaged: who sent it and when is known, the rest "
                      "is not. Send it again.";
  job.detailed = {job.state_message};
  job.reasons = {"aborted-by-system"};
  job.documents_kept = false;
  return job;
}

Result<std::vector<JobId>> list_ids(Connection& connection, const JobQuery& query) {
  if (!query.ids.empty()) return listed_ids(connection, query);
  std::vector<JobId> ids;
  for (const JobState state : all_states)
    if (is_asked_for(query, state)) TRY_VOID(append_state(connection, query, state, ids));
  put_in_order(ids, query);
  cut(ids, query);
  return ids;
}

Result<void> for_each_job(Connection& connection, const JobQuery& query,
                          const std::function<bool(Job&&)>& each) {
  Snapshot snapshot(connection);
  TRY_VOID(snapshot.begin());
  TRY(const std::vector<JobId> ids, list_ids(connection, query));
  for (const JobId id : ids) {
    auto record = load_job(connection, id);
    if (!record && record.error().code != Errc::malformed)
      return Failure(std::move(record).error());
    if (!record) { // its own misfortune: the others are listed all the same
      auto damaged = load_damaged_job(connection, id);
      if (!damaged) continue;
      record = Record{*std::move(damaged), {}};
    }
    if (!each(std::move(record->job))) break;
  }
  return {};
}

Result<std::optional<Time>> next_release(Connection& connection) {
  Query query(connection, "SELECT release_at FROM job INDEXED BY job_release "
                          "WHERE state = 4 AND release_at > 0 ORDER BY release_at LIMIT 1");
  TRY(const bool row, query.next());
  return row ? std::optional<Time>(query.number(0)) : std::nullopt;
}

Result<std::string> load_setting(Connection& connection, const std::string& name) {
  Query query(connection, "SELECT value FROM setting WHERE name = ?1", std::string_view(name));
  TRY(const bool row, query.next());
  if (!row) return fail(Errc::not_found, "there is no setting " + name);
  return std::string(query.text(0));
}

Result<std::vector<Printer>> load_printers(Connection& connection) {
  std::vector<Printer> printers;
  Query query(connection, "SELECT id, name, record FROM printer ORDER BY id");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return printers;
    Printer& printer = printers.emplace_back();
    printer.id = static_cast<PrinterId>(query.number(0));
    printer.name = query.text(1);
    if (auto decoded = decode_printer(query.bytes(2), printer); !decoded)
      return fail_within("the record of printer " + printer.name + " is damaged",
                         std::move(decoded).error());
  }
}

Result<JobCounts> load_counts(Connection& connection, PrinterId printer) {
  JobCounts counts;
  for (const auto& [state, count] :
       {std::pair(JobState::pending, &counts.pending), std::pair(JobState::held, &counts.held),
        std::pair(JobState::processing, &counts.processing),
        std::pair(JobState::stopped, &counts.stopped)}) {
    Query query(connection, "SELECT count(*) FROM job WHERE printer = ?1 AND state = ?2",
                std::int64_t{printer}, static_cast<std::int64_t>(state));
    TRY(const std::int64_t number, one_number(query));
    *count = static_cast<std::int32_t>(number);
  }
  return counts;
}

Result<std::int64_t> count_finished(Connection& connection) {
  Query query(connection, "SELECT count(*) FROM job INDEXED BY job_finished WHERE finished > 0");
  return one_number(query);
}

Result<std::int64_t> total_document_bytes(Connection& connection) {
  Query query(connection, "SELECT value FROM total WHERE name = 'document-bytes'");
  return one_number(query);
}

} // namespace platen::job::sqlite
