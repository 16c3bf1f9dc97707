#include "job/sqlite/salvage.h"

#include "job/sqlite/account.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/schema.h"

#include <algorithm>
#include <limits>

#include <sys/stat.h>

namespace platen::job::sqlite {
namespace {

using Extent = Salvaged::Extent;

// A table with a number for each row: statements that read it upwards from a number, downwards to
// one, or one row; each gives the columns that `insert` takes.
struct Table {
  const char* up;
  const char* down;
  const char* one;
  const char* insert;
  int columns;
};

#define PRINTER_COLUMNS "id, name, record"
constexpr Table printer_table{
    "SELECT " PRINTER_COLUMNS " FROM printer NOT INDEXED WHERE id >= ?1 ORDER BY id",
    "SELECT " PRINTER_COLUMNS " FROM printer NOT INDEXED WHERE id > ?1 ORDER BY id DESC",
    "SELECT " PRINTER_COLUMNS " FROM printer NOT INDEXED WHERE id = ?1",
    "INSERT OR IGNORE INTO printer (" PRINTER_COLUMNS ") VALUES (?1, ?2, ?3)", 3};
#undef PRINTER_COLUMNS

#define JOB_COLUMNS                                                                                \
  "id, printer, CASE WHEN state BETWEEN 3 AND 9 THEN state ELSE 8 END, priority, user, incoming, " \
  "created, release_at, finished, retain_until, document_bytes, record"
constexpr Table job_table{
    "SELECT " JOB_COLUMNS " FROM job NOT INDEXED WHERE id >= ?1 ORDER BY id",
    "SELECT " JOB_COLUMNS " FROM job NOT INDEXED WHERE id > ?1 ORDER BY id DESC",
    "SELECT " JOB_COLUMNS " FROM job NOT INDEXED WHERE id = ?1",
    "INSERT OR IGNORE INTO job (id, printer, state, priority, user, incoming, created, release_at, "
    "finished, retain_until, document_bytes, record) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    12};
#undef JOB_COLUMNS

#define DOCUMENT_COLUMNS(digest) "id, reference, bytes, file, content, " digest
#define DOCUMENT_TABLE(digest)                                                                     \
  {                                                                                                \
    "SELECT " DOCUMENT_COLUMNS(digest) " FROM document NOT INDEXED WHERE id >= ?1 ORDER BY id",    \
        "SELECT " DOCUMENT_COLUMNS(                                                                \
            digest) " FROM document NOT INDEXED WHERE id > ?1 ORDER BY id DESC",                   \
        "SELECT " DOCUMENT_COLUMNS(digest) " FROM document NOT INDEXED WHERE id = ?1",             \
        "INSERT OR IGNORE INTO document (" DOCUMENT_COLUMNS(                                       \
            "sha256") ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",                                         \
        6                                                                                          \
  }
constexpr Table document_table = DOCUMENT_TABLE("sha256");
constexpr Table document_table_of_schema_1 = DOCUMENT_TABLE("NULL");
#undef DOCUMENT_TABLE
#undef DOCUMENT_COLUMNS

#define ACCOUNT_COLUMNS                                                                            \
  "job, result, ended, printer, user, department, name, media, color, copies, sheets, sides, "     \
  "planned_sheets, planned_sides"
constexpr Table account_table{
    "SELECT " ACCOUNT_COLUMNS " FROM account NOT INDEXED WHERE job >= ?1 ORDER BY job",
    "SELECT " ACCOUNT_COLUMNS " FROM account NOT INDEXED WHERE job > ?1 ORDER BY job DESC",
    "SELECT " ACCOUNT_COLUMNS " FROM account NOT INDEXED WHERE job = ?1",
    "INSERT OR IGNORE INTO account (" ACCOUNT_COLUMNS
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    14};
#undef ACCOUNT_COLUMNS

// A damaged table may have any number, and name any as its last.
constexpr std::int64_t highest_number = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t most_single_looks = 1'000'000;

class TableCopy {
public:
  TableCopy(Connection& from, Connection& to, const Table& table)
      : from_(from), to_(to), table_(table) {}

  // `last`: no row has a higher number; needed where the table does not tell.
  Result<Extent> run(std::int64_t last) {
    TRY(const bool whole, copy_up());
    if (whole) return Extent::whole;
    const std::int64_t from = std::min(last_seen_, highest_number) + 1;
    last_seen_ = std::numeric_limits<std::int64_t>::max();
    const std::int64_t before = count_;
    TRY_VOID(copy_down(from - 1).map([](bool) {}));
    const std::int64_t end = count_ > before ? last_seen_ : std::min(last, highest_number) + 1;
    const std::int64_t to = std::min(end, from + most_single_looks);
    for (std::int64_t id = from; id < to; ++id)
      TRY_VOID(copy_one(id));
    return count_ > 0 ? Extent::partly : Extent::nothing;
  }
  std::int64_t count() const { return count_; }

private:
  // True when the end was reached; false when the next row cannot be read.
  Result<bool> copy_up() {
    Query rows(from_, table_.up, std::int64_t{0});
    return copy(rows);
  }
  Result<bool> copy_down(std::int64_t above) {
    Query rows(from_, table_.down, above);
    return copy(rows);
  }
  Result<void> copy_one(std::int64_t id) {
    Query rows(from_, table_.one, id);
    return copy(rows).map([](bool) {});
  }

  Result<bool> copy(Query& rows) {
    for (;;) {
      const auto row = rows.next();
      if (!row) return false;
      if (!*row) return true;
      last_seen_ = rows.number(0);
      const std::int64_t before = to_.changes();
      Query insert(to_, table_.insert);
      for (int column = 0; column < table_.columns; ++column)
        insert.bind_column(column + 1, rows, column);
      TRY_VOID(insert.run());
      count_ += to_.changes() - before;
    }
  }

  Connection& from_;
  Connection& to_;
  const Table& table_;
  std::int64_t last_seen_ = 0, count_ = 0;
};

std::int64_t number_or(Connection& connection, const char* sql, std::int64_t otherwise) {
  Query query(connection, sql);
  const auto row = query.next();
  return row && *row && !query.is_null(0) ? query.number(0) : otherwise;
}

// A number that a damaged table or index says is in use; 0 where it cannot be one.
std::int64_t last_number(Connection& connection, const char* sql) {
  constexpr std::int64_t most = 1'000'000'000; // of 32 bits, with room for those to come
  const std::int64_t number = number_or(connection, sql, 0);
  return number > 0 && number <= most ? number : 0;
}

// The highest number of a document that a job refers to.
Result<std::int64_t> last_content(Connection& fresh) {
  std::int64_t last = 0;
  Query query(fresh, "SELECT record FROM job");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return last;
    Record record;
    if (!decode_record(query.bytes(0), record)) continue;
    for (const std::int64_t content : record.contents)
      last = std::max(last, content);
  }
}

// A few small rows; what cannot be read of them is made anew.
Result<void> copy_settings(Connection& from, Connection& to) {
  Query rows(from, "SELECT name, value FROM setting");
  for (;;) {
    const auto row = rows.next();
    if (!row || !*row) return {};
    Query insert(to, "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", rows.text(0),
                 rows.text(1));
    TRY_VOID(insert.run());
  }
}

// Numbers are never used again, so those of the lost rows are spent as well.
Result<void> spend_numbers(Connection& fresh, const char* sql, std::int64_t last) {
  Query query(fresh, sql, last);
  return query.run();
}

Result<std::vector<Salvaged::LostJob>> lost_jobs(Connection& from, Connection& fresh) {
  std::vector<Salvaged::LostJob> lost;
  Query rows(from, "SELECT id, user, state FROM job INDEXED BY job_by_user");
  for (;;) {
    const auto row = rows.next();
    if (!row || !*row) break;
    Query there(fresh, "SELECT 1 FROM job WHERE id = ?1", rows.number(0));
    TRY(const bool found, there.next());
    if (!found)
      lost.push_back({static_cast<JobId>(rows.number(0)), std::string(rows.text(1)),
                      static_cast<JobState>(rows.number(2))});
  }
  std::ranges::sort(lost, {}, &Salvaged::LostJob::id);
  // Not std::ranges::unique: the subrange that it gives does not compile with clang 14, which
  // builds the fuzz targets.
  const auto same = [](const auto& one, const auto& other) { return one.id == other.id; };
  lost.erase(std::unique(lost.begin(), lost.end(), same), lost.end());
  return lost;
}

// What is lost of it is known of the jobs that are still there.
Result<Extent> copy_account(Connection& from, Connection& fresh, std::int64_t last_job) {
  Extent extent = Extent::whole;
  if (number_or(from, "PRAGMA user_version", 0) >= 4) {
    TableCopy entries(from, fresh, account_table);
    TRY(extent, entries.run(last_job));
  }
  TRY_VOID(drop_old_plans(fresh));
  TRY_VOID(enter_finished_jobs(fresh).map([](std::int64_t) {}));
  return extent;
}

Result<Salvaged> copy_all(Connection& from, Connection& fresh) {
  Salvaged salvaged;
  constexpr std::int64_t far = 100'000; // where nothing tells how many there were
  const std::int64_t last_printer =
      last_number(from, "SELECT seq FROM sqlite_sequence WHERE name = 'printer'");
  const std::int64_t last_job =
      std::max(last_number(from, "SELECT seq FROM sqlite_sequence WHERE name = 'job'"),
               last_number(from, "SELECT max(id) FROM job INDEXED BY job_by_state"));

  TableCopy printers(from, fresh, printer_table);
  TRY(salvaged.printers, printers.run(last_printer > 0 ? last_printer : far));
  TableCopy jobs(from, fresh, job_table);
  TRY(salvaged.jobs, jobs.run(last_job > 0 ? last_job : far));
  TRY(const std::int64_t last_document, last_content(fresh));
  const bool digests = number_or(from, "PRAGMA user_version", 0) >= 2;
  TableCopy documents(from, fresh, digests ? document_table : document_table_of_schema_1);
  TRY(salvaged.documents, documents.run(last_document));
  TRY(salvaged.account, copy_account(from, fresh, last_job > 0 ? last_job : far));
  salvaged.printer_count = printers.count();
  salvaged.job_count = jobs.count();
  salvaged.document_count = documents.count();
  TRY_VOID(copy_settings(from, fresh));
  if (salvaged.jobs != Extent::whole) {
    TRY(salvaged.lost, lost_jobs(from, fresh));
  }

  TRY_VOID(fresh.execute("UPDATE total SET value = (SELECT coalesce(sum(bytes), 0) FROM document) "
                         "WHERE name = 'document-bytes';"
                         "DELETE FROM sqlite_sequence"));
  TRY_VOID(spend_numbers(fresh, "INSERT INTO sqlite_sequence (name, seq) VALUES ('job', ?1)",
                         std::max(number_or(fresh, "SELECT max(id) FROM job", 0), last_job)));
  TRY_VOID(
      spend_numbers(fresh, "INSERT INTO sqlite_sequence (name, seq) VALUES ('printer', ?1)",
                    std::max(number_or(fresh, "SELECT max(id) FROM printer", 0), last_printer)));
  return salvaged;
}

std::string counted(std::int64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

} // namespace

std::string in_words(const Salvaged& salvaged) {
  return counted(salvaged.printer_count, "printer") + ", " + counted(salvaged.job_count, "job") +
         " and " + counted(salvaged.document_count, "document") + " could be read";
}

std::vector<std::string> lost_in_words(const Salvaged& salvaged) {
  std::vector<std::string> lines;
  if (salvaged.printers != Extent::whole)
    lines.emplace_back("some or all of the printers are lost");
  for (const auto& [id, user, state] : salvaged.lost)
    lines.push_back("job " + std::to_string(id) + " of " + user + " (" +
                    std::string(to_string(state)) + ") is lost");
  if (salvaged.jobs != Extent::whole && lines.empty()) // nothing names them
    lines.emplace_back("some or all of the jobs are lost");
  if (salvaged.account != Extent::whole)
    lines.emplace_back("some of the account of what was printed is lost: that of jobs which are no "
                       "longer in the history");
  return lines;
}

Result<Salvaged> salvage(const std::filesystem::path& damaged, const std::filesystem::path& fresh) {
  std::error_code error;
  std::filesystem::remove(fresh, error); // of a try that was interrupted
  TRY(const auto from, Connection::open(damaged, Connection::Access::salvage));
  TRY_VOID(check_origin(*from));
  TRY(const auto to, Connection::open(fresh, Connection::Access::write));
  TRY_VOID(prepare_schema(*to));
  TRY_VOID(to->execute("BEGIN IMMEDIATE"));
  TRY(auto salvaged, copy_all(*from, *to));
  TRY_VOID(to->execute("COMMIT"));
  return salvaged;
}

} // namespace platen::job::sqlite
