#include "job/sqlite/open.h"

#include "job/sqlite/reader.h"
#include "job/sqlite/replace.h"
#include "job/sqlite/salvage.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/set_aside.h"
#include "job/sqlite/spool.h"
#include "job/sqlite/store.h"
#include "job/sqlite/take_up.h"
#include "job/sqlite/waiting.h"

#include <cerrno>

#include <sys/stat.h>

namespace platen::job {
namespace sqlite {

namespace fs = std::filesystem;

namespace {

// The tables that everything hangs on. Not the documents, which may be many gigabytes: a damaged
// one is noticed when it is read.
Result<void> check_pages(Connection& connection) {
  for (const char* check : {"PRAGMA quick_check(job)", "PRAGMA quick_check(printer)",
                            "PRAGMA quick_check(setting)", "PRAGMA quick_check(total)",
                            "PRAGMA quick_check(account)"}) {
    Query query(connection, check);
    TRY(const bool row, query.next());
    if (!row || query.text(0) != "ok")
      return fail(Errc::malformed, row ? std::string(query.text(0)) : "no answer");
  }
  return {};
}

// Takes what is whole of a damaged database, where that is enough to serve with; nothing: it is
// not.
Result<std::optional<fs::path>>
go_on_without(const StoreOptions& options, const DocumentFolder& documents, const Error& damage) {
  const fs::path database = options.folder / "platen.db",
                 fresh = options.folder / "platen.db.salvage";
  const auto salvaged = salvage(database, fresh);
  if (!salvaged || !salvaged->serves()) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    if (!salvaged && salvaged.error().code == Errc::io) return Failure(salvaged.error());
    return std::optional<fs::path>();
  }
  TRY_VOID(find_id_again(options.folder, options.spool, fresh, Missing::refused));
  TRY(fs::path lost,
      replace_database(options.folder, fresh, documents, Missing::refused, options.clock()));
  options.report(database.string() + " was damaged (" + damage.what + "): " + in_words(*salvaged) +
                 "; the damaged file is in " + lost.string());
  for (const std::string& line : lost_in_words(*salvaged))
    options.report(line);
  return std::optional<fs::path>(std::move(lost));
}

StoreOptions completed(StoreOptions options) {
  if (!options.clock) options.clock = system_time;
  if (options.spool.empty()) options.spool = options.folder;
  if (!options.report) options.report = [](std::string_view) {};
  return options;
}

// What nothing refers to is left by a crash, and goes; but not what a damage or a replacement cut
// off.
Result<void> clear_orphans(Connection& connection, const DocumentFolder& documents,
                           const std::optional<fs::path>& lost,
                           const StoreOptions::Report& report) {
  const auto orphans = orphans_of(connection, documents);
  if (!orphans && orphans.error().code == Errc::malformed) {
    report("documents that nothing refers to stay: " + orphans.error().what);
    return {};
  }
  if (!orphans) return Failure(orphans.error());
  if (lost) return move_out_orphans(connection, documents, *lost).map([](std::size_t) {});
  for (const std::string& name : *orphans)
    documents.remove(name);
  return {};
}

} // namespace

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

Result<std::unique_ptr<Connection>> open_checked(const fs::path& path) {
  TRY(auto connection, Connection::open(path, Connection::Access::write));
  connection->keep_log(true); // a damaged file is left as it is
  TRY_VOID(prepare_schema(*connection));
  TRY_VOID(connection->use_write_ahead_log());
  TRY_VOID(check_pages(*connection));
  connection->keep_log(false);
  return connection;
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

} // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite_store(StoreOptions given) {
  using namespace sqlite;
  const StoreOptions options = completed(std::move(given));
  TRY_VOID(prepare_folder(options.folder));
  TRY(StoreLocks locks, lock_folders(options.folder, options.spool));
  const fs::path database = options.folder / "platen.db";
  const auto documents = DocumentFolder::at(options.spool / "documents");
  TRY(auto lost, finish_replacement(options.folder, *documents, Missing::refused, options.clock()));

  auto opened = open_checked(database);
  if (!opened && opened.error().code == Errc::malformed) {
    TRY(auto salvaged, go_on_without(options, *documents, opened.error()));
    if (!salvaged)
      return fail(Errc::malformed, database.string() + " is damaged (" + opened.error().what +
                                       "): \"platen store repair\" saves what can be read, "
                                       "\"platen store restore\" takes a backup");
    lost = std::move(salvaged);
    opened = open_checked(database);
  }
  TRY(std::unique_ptr<Connection> connection, std::move(opened));

  TRY_VOID(claim_documents(*connection, options.spool, Missing::refused));
  TRY_VOID(prepare_documents(*documents));
  TRY(const auto damaged, set_aside_printers(*connection, options.clock()));
  for (const std::string& name : damaged)
    options.report("the record of the printer " + name +
                   " is damaged: it is paused until it is "
                   "set up again");
  TRY(std::unique_ptr<State> state, load_state(*connection));
  TRY(Turns turns, load_turns(*connection));
  state->begin_turns(std::move(turns));
  TRY(auto users, load_users(*connection));
  state->begin_users(std::move(users));
  TRY_VOID(
      take_up(*connection, *state, *documents, options.clock(), options.report, lost.has_value()));
  TRY_VOID(clear_orphans(*connection, *documents, lost, options.report));
  auto store = std::make_unique<SqliteStore>(SqliteStore::Parts{
      std::move(locks), database, documents, std::move(connection), std::move(state), options.order,
      Writer::Options{options.clock, options.gather, options.checkpoint_pages}});
  TRY_VOID(store->started());
  return store;
}

} // namespace platen::job
