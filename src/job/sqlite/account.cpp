#include "job/sqlite/account.h"

#include "job/sqlite/reader.h"

namespace platen::job::sqlite {

namespace {

// A line break is in no name (the intake cleans them): with it, there is no condition.
std::string_view or_any(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view("\n");
}

AccountEntry entry_in(const Query& row) {
  AccountEntry entry;
  entry.job = static_cast<JobId>(row.number(0));
  entry.result = static_cast<JobState>(row.number(1));
  entry.ended = row.number(2);
  entry.printer = row.text(3);
  entry.user = row.text(4);
  entry.department = row.text(5);
  entry.name = row.text(6);
  entry.media = row.text(7);
  entry.color = row.number(8) != 0;
  entry.copies = static_cast<std::int32_t>(row.number(9));
  entry.sheets = row.number(10);
  entry.sides = row.number(11);
  return entry;
}

} // namespace

// Of a printer that is gone the entry keeps the name that it had.
Result<void> enter_job(Connection& connection, const Job& job) {
  const AccountEntry entry = entry_of(job);
  Query query(connection,
              "INSERT INTO account (job, result, ended, printer, user, department, name, media, "
              "color, copies, sheets, sides) "
              "VALUES (?1, ?2, ?3, coalesce((SELECT name FROM printer WHERE id = ?4), ''), ?5, ?6, "
              "?7, ?8, ?9, ?10, ?11, ?12) "
              "ON CONFLICT (job) DO UPDATE SET result = excluded.result, ended = excluded.ended, "
              "printer = CASE excluded.printer WHEN '' THEN printer ELSE excluded.printer END, "
              "user = excluded.user, department = excluded.department, name = excluded.name, "
              "media = excluded.media, color = excluded.color, copies = excluded.copies, "
              "sheets = excluded.sheets, sides = excluded.sides, planned_sheets = 0, "
              "planned_sides = 0 "
              "WHERE result <> excluded.result OR ended <> excluded.ended OR "
              "sheets <> excluded.sheets OR sides <> excluded.sides OR "
              "planned_sheets + planned_sides <> 0",
              std::int64_t{entry.job}, static_cast<std::int64_t>(entry.result), entry.ended,
              std::int64_t{job.printer}, std::string_view(entry.user),
              std::string_view(entry.department), std::string_view(entry.name),
              std::string_view(entry.media), std::int64_t{entry.color}, std::int64_t{entry.copies},
              entry.sheets, entry.sides);
  return query.run();
}

Result<std::int64_t> enter_finished_jobs(Connection& connection) {
  std::int64_t entered = 0;
  Query query(connection, "SELECT id FROM job WHERE state >= 7 AND NOT EXISTS "
                          "(SELECT 1 FROM account WHERE account.job = job.id)");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return entered;
    auto record = load_job(connection, static_cast<JobId>(query.number(0)));
    if (!record && record.error().code == Errc::malformed) continue;
    if (!record) return Failure(std::move(record).error());
    TRY_VOID(enter_job(connection, record->job));
    ++entered;
  }
}

// Each statement runs along one index, which holds all that it sums up.
Result<std::int64_t> counted(Connection& connection, const Limit& limit, JobId but) {
  const bool of_user = limit.of == Limit::Of::user;
  Query query(connection,
              of_user ? "SELECT coalesce(sum(max(sheets, planned_sheets)), 0), "
                        "coalesce(sum(max(sides, planned_sides)), 0) FROM account "
                        "INDEXED BY account_by_user WHERE user = ?1 AND ended >= ?2 AND job <> ?3"
                      : "SELECT coalesce(sum(max(sheets, planned_sheets)), 0), "
                        "coalesce(sum(max(sides, planned_sides)), 0) FROM account "
                        "INDEXED BY account_by_department WHERE department = ?1 "
                        "AND department <> '' AND ended >= ?2 AND job <> ?3",
              std::string_view(limit.name), limit.since, std::int64_t{but});
  TRY_VOID(query.next().map([](bool) {}));
  return query.number(limit.count == Limit::Count::sheets ? 0 : 1);
}

Result<void> plan_job(Connection& connection, const Job& job, Usage whole,
                      std::span<const Limit> limits, Time now) {
  if (is_finished(job.state))
    return fail(Errc::conflict, "job " + std::to_string(job.id) + " has ended");
  for (const Limit& limit : limits) {
    TRY(const std::int64_t others, counted(connection, limit, job.id));
    const std::int64_t needs = limit.count == Limit::Count::sheets ? whole.sheets : whole.sides;
    if (others + needs > limit.most) return fail(Errc::limit, beyond(limit, others, needs));
  }
  Query query(connection,
              "INSERT INTO account (job, result, ended, printer, user, department, name, media, "
              "color, copies, sheets, sides, planned_sheets, planned_sides) "
              "VALUES (?1, ?2, ?3, '', ?4, ?5, '', '', 0, 0, 0, 0, ?6, ?7) "
              "ON CONFLICT (job) DO UPDATE SET user = excluded.user, "
              "department = excluded.department, planned_sheets = excluded.planned_sheets, "
              "planned_sides = excluded.planned_sides",
              std::int64_t{job.id}, static_cast<std::int64_t>(job.state), now,
              std::string_view(job.user), std::string_view(job.account_id),
              std::int64_t{whole.sheets}, std::int64_t{whole.sides});
  return query.run();
}

Result<void> drop_old_plans(Connection& connection) {
  Query query(connection, "DELETE FROM account WHERE result < 7 AND NOT EXISTS "
                          "(SELECT 1 FROM job WHERE job.id = account.job AND state < 7)");
  return query.run();
}

Result<void> for_each_entry(Connection& connection, const AccountQuery& query,
                            const std::function<bool(const AccountEntry&)>& each) {
  // An entry that only plans, for a job that has not ended, is none that was printed.
  Query rows(connection,
             "SELECT job, result, ended, printer, user, department, name, media, color, copies, "
             "sheets, sides FROM account INDEXED BY account_by_time "
             "WHERE result >= 7 AND ended >= ?1 AND ended < ?2 "
             "AND (ended > ?1 OR job > ?6) AND (?3 = char(10) OR user = ?3) "
             "AND (?4 = char(10) OR department = ?4) AND (?5 = char(10) OR printer = ?5) "
             "ORDER BY ended, job",
             query.from, query.to, or_any(query.user), or_any(query.department),
             or_any(query.printer), std::int64_t{query.after});
  for (;;) {
    TRY(const bool row, rows.next());
    if (!row || !each(entry_in(rows))) return {};
  }
}

} // namespace platen::job::sqlite
