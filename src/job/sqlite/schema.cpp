#include "job/sqlite/schema.h"

#include "job/sqlite/account.h"

#include <array>

namespace platen::job::sqlite {
namespace {

// docs/store.md explains the tables. Indexes are partial where only a part is ever asked for, so
// that a million finished jobs cost the questions about the unfinished ones nothing.
constexpr const char* schema_1 = R"(
CREATE TABLE printer (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  name   TEXT NOT NULL UNIQUE COLLATE NOCASE,
  record BLOB NOT NULL
);
CREATE TABLE job (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  printer        INTEGER NOT NULL,
  state          INTEGER NOT NULL,
  priority       INTEGER NOT NULL,
  user           TEXT NOT NULL,
  incoming       INTEGER NOT NULL,
  created        INTEGER NOT NULL,
  release_at     INTEGER NOT NULL,
  finished       INTEGER NOT NULL,
  retain_until   INTEGER NOT NULL,
  document_bytes INTEGER NOT NULL,
  record         BLOB NOT NULL
);
CREATE INDEX job_by_state   ON job (state, id);
CREATE INDEX job_by_printer ON job (printer, state, id);
CREATE INDEX job_by_user    ON job (user, state, id);
CREATE INDEX job_waiting    ON job (printer, priority DESC, id) WHERE state = 3 AND incoming = 0;
CREATE INDEX job_release    ON job (release_at) WHERE state = 4 AND release_at > 0;
CREATE INDEX job_finished   ON job (finished) WHERE finished > 0;
CREATE INDEX job_kept       ON job (finished) WHERE finished > 0 AND document_bytes > 0;
CREATE INDEX job_retained   ON job (retain_until)
  WHERE retain_until > 0 AND finished > 0 AND document_bytes > 0;
CREATE TABLE document (
  id         INTEGER PRIMARY KEY,
  reference  INTEGER NOT NULL,
  bytes      INTEGER NOT NULL,
  file       TEXT,
  content    BLOB
);
CREATE UNIQUE INDEX document_file ON document (file) WHERE file IS NOT NULL;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO total VALUES ('document-bytes', 0);
)";

// Documents get a digest; the older ones stay without. A record that cannot be read is kept in
// `damaged` when another one takes its place.
constexpr const char* schema_2 = R"(
ALTER TABLE document ADD COLUMN sha256 BLOB;
CREATE TABLE damaged (
  kind   TEXT NOT NULL,
  id     INTEGER NOT NULL,
  found  INTEGER NOT NULL,
  record BLOB NOT NULL
);
)";

// Users take turns: the oldest waiting job of each is asked for.
constexpr const char* schema_3 = R"(
CREATE INDEX job_turn ON job (printer, priority DESC, user, id) WHERE state = 3 AND incoming = 0;
)";

// What was printed stays when its job is forgotten. `planned_*`: of a job that has not ended, what
// it may still come to (0: not known, or it has). The indexes hold what limits are summed up from.
constexpr const char* schema_4 = R"(
CREATE TABLE account (
  job            INTEGER PRIMARY KEY,
  result         INTEGER NOT NULL,
  ended          INTEGER NOT NULL,
  printer        TEXT NOT NULL,
  user           TEXT NOT NULL,
  department     TEXT NOT NULL,
  name           TEXT NOT NULL,
  media          TEXT NOT NULL,
  color          INTEGER NOT NULL,
  copies         INTEGER NOT NULL,
  sheets         INTEGER NOT NULL,
  sides          INTEGER NOT NULL,
  planned_sheets INTEGER NOT NULL DEFAULT 0,
  planned_sides  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX account_by_time ON account (ended);
CREATE INDEX account_by_user ON account (user, ended, sheets, sides, planned_sheets, planned_sides);
CREATE INDEX account_by_department
  ON account (department, ended, sheets, sides, planned_sheets, planned_sides)
  WHERE department <> '';
)";

// The order of a list of held jobs, and what such a list is narrowed by.
constexpr const char* schema_5 = R"(
CREATE INDEX job_held ON job (priority DESC, id, printer, user) WHERE state = 4;
)";

Result<void> make_schema_1(Connection& connection) {
  return connection.execute(schema_1);
}

Result<void> make_schema_2(Connection& connection) {
  return connection.execute(schema_2);
}

Result<void> make_schema_3(Connection& connection) {
  return connection.execute(schema_3);
}

Result<void> make_schema_4(Connection& connection) {
  TRY_VOID(connection.execute(schema_4));
  return enter_finished_jobs(connection).map([](std::int64_t) {}); // of the history
}

Result<void> make_schema_5(Connection& connection) {
  return connection.execute(schema_5);
}

// Entry n brings schema n to n + 1. Entries are only ever added.
using Migration = Result<void> (*)(Connection&);
constexpr std::array<Migration, 5> migrations{make_schema_1, make_schema_2, make_schema_3,
                                              make_schema_4, make_schema_5};

constexpr std::int64_t application_id = 0x706C746E; // "pltn"

Result<std::int64_t> pragma(Connection& connection, const char* sql) {
  Query query(connection, sql);
  TRY(const bool row, query.next());
  return row ? query.number(0) : 0;
}

Result<void> migrate(Connection& connection, std::size_t from) {
  for (std::size_t schema = from; schema < migrations.size(); ++schema)
    TRY_VOID(migrations[schema](connection));
  const std::string mark = "PRAGMA application_id = " + std::to_string(application_id) +
                           "; PRAGMA user_version = " + std::to_string(migrations.size());
  TRY_VOID(connection.execute(mark.c_str()));
  return connection.execute("COMMIT");
}

} // namespace

int newest_schema() {
  return static_cast<int>(migrations.size());
}

Result<int> check_origin(Connection& connection) {
  TRY(const std::int64_t schema, pragma(connection, "PRAGMA user_version"));
  TRY(const std::int64_t application, pragma(connection, "PRAGMA application_id"));
  if (application != application_id || schema < 1)
    return fail(Errc::invalid, "platen.db belongs to another program");
  if (schema > newest_schema())
    return fail(Errc::unsupported, "the job store was written by a newer platen (schema " +
                                       std::to_string(schema) + "; this one knows up to " +
                                       std::to_string(newest_schema()) +
                                       "): use that version, or another state folder");
  return static_cast<int>(schema);
}

Result<void> prepare_schema(Connection& connection) {
  TRY(const std::int64_t tables, pragma(connection, "SELECT count(*) FROM sqlite_schema"));
  TRY(const std::int64_t application, pragma(connection, "PRAGMA application_id"));
  int schema = 0;
  if (tables != 0 || application != 0) {
    TRY(schema, check_origin(connection));
  }
  if (schema == newest_schema()) return {};
  TRY_VOID(connection.execute("BEGIN IMMEDIATE"));
  auto migrated = migrate(connection, static_cast<std::size_t>(schema));
  if (!migrated && connection.in_transaction()) {
    if (auto undone = connection.execute("ROLLBACK"); !undone) return undone;
  }
  return migrated;
}

} // namespace platen::job::sqlite
