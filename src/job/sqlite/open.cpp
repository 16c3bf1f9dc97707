#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/spool.h"
#include "job/sqlite/store.h"

#include <cerrno>

#include <sys/stat.h>

namespace platen::job {
namespace sqlite {
namespace {

namespace fs = std::filesystem;

// Documents and passwords' hashes lie in it: nobody else may look.
Result<void> prepare_folder(const fs::path& folder) {
  std::error_code error;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
  TRY_VOID(make_durable_folder(folder));
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0 ||
      ((info.st_mode & 0077) != 0 && ::chmod(folder.c_str(), 0700) != 0))
    return fail(Errc::denied, "cannot make the state folder " + folder.string() +
                                  " private: " + errno_text(errno));
  return {};
}

// The tables that everything hangs on. Not the documents, which may be many gigabytes: a damaged
// one is noticed when it is read.
Result<void> check_pages(Connection& connection) {
  for (const char* check : {"PRAGMA quick_check(job)", "PRAGMA quick_check(printer)",
                            "PRAGMA quick_check(setting)", "PRAGMA quick_check(total)"}) {
    Query query(connection, check);
    TRY(const bool row, query.next());
    if (!row || query.text(0) != "ok")
      return fail(Errc::malformed, row ? std::string(query.text(0)) : "no answer");
  }
  return {};
}

Result<void> check_and_prepare(Connection& connection) {
  TRY_VOID(prepare_schema(connection));
  TRY_VOID(connection.use_write_ahead_log());
  return check_pages(connection);
}

Result<std::unique_ptr<Connection>> open_database(const fs::path& path) {
  auto opened = Connection::open(path, Connection::Access::write);
  auto checked = opened ? check_and_prepare(**opened) : Failure(opened.error());
  if (checked) return opened;
  if (checked.error().code != Errc::malformed) return Failure(std::move(checked).error());
  return fail(Errc::malformed, path.string() + " is damaged (" + checked.error().what +
                                   "): restore a copy of the state folder, or move it away to "
                                   "start with an empty one");
}

Result<std::unique_ptr<State>> load_state(Connection& connection) {
  TRY(std::vector<Printer> printers, load_printers(connection));
  std::map<PrinterId, JobCounts> counts;
  for (const Printer& printer : printers) {
    TRY(const JobCounts count, load_counts(connection, printer.id));
    if (count.active() > 0) counts[printer.id] = count;
  }
  State::Totals totals;
  TRY(totals.finished, count_finished(connection));
  TRY(totals.document_bytes, total_document_bytes(connection));
  auto state = std::make_unique<State>();
  state->start(std::move(printers), std::move(counts), totals);
  return state;
}

// Nobody observes yet: what changes here is how the store begins.
Result<void> take_up(Connection& connection, State& state, Time now) {
  TRY_VOID(connection.execute("BEGIN IMMEDIATE"));
  const Effects before;
  Work work(connection, state, before, now);
  auto done = take_up_again(work);
  if (done) done = connection.execute("COMMIT");
  if (done) state.apply(work.effects());
  return done;
}

// The folder itself may be the user's choice and hold other things: only documents/ is ours.
Result<fs::path> prepare_documents(const fs::path& spool) {
  std::error_code error;
  fs::create_directories(spool, error);
  const fs::path documents = spool / "documents";
  auto made = make_durable_folder(documents);
  if (made && ::chmod(documents.c_str(), 0700) != 0)
    made =
        fail(Errc::denied, "cannot make " + documents.string() + " private: " + errno_text(errno));
  if (made) return documents;
  return fail(made.error().code, made.error().what +
                                     ": make it for the server's user, or name another folder with "
                                     "[server] spool");
}

// Nothing where the state folder's lock holds it already.
Result<std::optional<FolderLock>> lock_spool(const fs::path& state, const fs::path& spool) {
  std::error_code error;
  if (fs::equivalent(state, spool, error)) return std::nullopt;
  TRY(FolderLock lock, FolderLock::take(spool, "spool folder"));
  return std::optional(std::move(lock));
}

Result<void> remove_orphans(Connection& connection, const DocumentFolder& folder) {
  return folder.remove_orphans([&](const std::string& name) -> Result<bool> {
    Query query(connection, "SELECT 1 FROM document WHERE file = ?1", std::string_view(name));
    return query.next();
  });
}

Time system_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

} // namespace
} // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite_store(StoreOptions options) {
  using namespace sqlite;
  if (!options.clock) options.clock = system_time;
  TRY_VOID(prepare_folder(options.folder));
  TRY(FolderLock lock, FolderLock::take(options.folder, "state folder"));
  const fs::path database = options.folder / "platen.db";
  TRY(std::unique_ptr<Connection> connection, open_database(database));
  const fs::path spool = options.spool.empty() ? options.folder : options.spool;
  TRY(const fs::path documents_path, prepare_documents(spool));
  TRY(auto spool_lock, lock_spool(options.folder, spool));
  TRY_VOID(claim_documents(*connection, spool));
  TRY(std::unique_ptr<State> state, load_state(*connection));
  TRY_VOID(take_up(*connection, *state, options.clock()));
  TRY(auto documents, DocumentFolder::open(documents_path));
  TRY_VOID(remove_orphans(*connection, *documents));
  return std::make_unique<SqliteStore>(SqliteStore::Parts{
      std::move(lock), std::move(spool_lock), database, std::move(documents), std::move(connection),
      std::move(state), Writer::Options{std::move(options.clock), options.gather}});
}

} // namespace platen::job
