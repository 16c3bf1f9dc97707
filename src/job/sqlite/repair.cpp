#include "job/lost.h"
#include "job/sqlite/changes.h"
#include "job/sqlite/findings.h"
#include "job/sqlite/mend.h"
#include "job/sqlite/open.h"
#include "job/sqlite/replace.h"
#include "job/sqlite/salvage.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/spool.h"

#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;
using namespace sqlite;

namespace {

class Repair {
public:
  explicit Repair(const StoreFolders& folders)
      : folder_(folders.folder), database_(folder_ / "platen.db"),
        documents_(DocumentFolder::at(folders.documents())),
        spool_(documents_->path().parent_path()) {}

  Result<StoreRepair> run() {
    TRY(const StoreLocks locks, lock_folders(folder_, spool_));
    TRY(const auto replaced,
        finish_replacement(folder_, *documents_, Missing::given_up, system_time()));
    if (replaced) {
      lost_ = *replaced;
      note("a replacement of the database was interrupted; it is done now");
    }
    if (::access(database_.c_str(), F_OK) != 0)
      return fail(Errc::not_found, "there is no job store in " + folder_.string());
    TRY(auto found, look());
    if (!found || found->pages_are_damaged) {
      TRY_VOID(take_what_is_whole());
      TRY(found, look());
    }
    if (!found) return fail(Errc::bug, "the new database cannot be read");
    if (!found->check.problems.empty()) TRY_VOID(mend(*found));
    // Documents were given up, or an older version wrote no mark.
    TRY_VOID(mark_documents(database_, spool_));
    TRY(auto after, look());
    repair_.after = after->check;
    repair_.lost = lost_;
    if (!lost_.empty()) write_report();
    return std::move(repair_);
  }

private:
  void note(std::string line) { repair_.done.push_back(std::move(line)); }

  // Nothing: it cannot be read at all.
  Result<std::optional<Findings>> look() {
    const auto connection = Connection::open(database_, Connection::Access::look);
    auto found = connection ? look_at(**connection) : Failure(connection.error());
    if (found) return std::optional<Findings>(*std::move(found));
    if (found.error().code != Errc::malformed) return Failure(found.error());
    note(found.error().what);
    return std::optional<Findings>();
  }

  Result<Findings> look_at(Connection& connection) const {
    TRY_VOID(check_origin(connection));
    const auto right = check_documents(connection, spool_, Missing::given_up);
    if (!right && right.error().code != Errc::malformed) return Failure(right.error());
    return look_through(connection, *documents_, nullptr);
  }

  // Into a new database; an empty one where nothing can be read.
  Result<void> take_what_is_whole() {
    const fs::path fresh = folder_ / "platen.db.salvage";
    auto salvaged = salvage(database_, fresh);
    if (!salvaged && salvaged.error().code != Errc::malformed)
      return Failure(std::move(salvaged).error());
    if (!salvaged) {
      TRY(const auto empty, Connection::open(fresh, Connection::Access::write));
      TRY_VOID(prepare_schema(*empty));
      salvaged = Salvaged{};
    }
    TRY_VOID(find_id_again(folder_, spool_, fresh, Missing::given_up));
    TRY(lost_, replace_database(folder_, fresh, *documents_, Missing::given_up, system_time()));
    note("the database was damaged: " + in_words(*salvaged) + "; the damaged file is in " +
         lost_.string());
    for (std::string& line : lost_in_words(*salvaged))
      note(std::move(line));
    return {};
  }

  Result<void> mend(const Findings& found) {
    TRY(const auto connection, open_checked(database_));
    if (lost_.empty()) {
      TRY(lost_, make_lost_folder(folder_, system_time()));
    }
    TRY_VOID(prepare_documents(*documents_));
    TRY(const auto lines, mend_store(*connection, found, *documents_,
                                     lost_documents(lost_, *documents_), system_time()));
    repair_.done.insert(repair_.done.end(), lines.begin(), lines.end());
    TRY(const std::size_t orphans, move_out_orphans(*connection, *documents_, lost_));
    if (orphans > 0) note(std::to_string(orphans) + " files that nothing refers to were moved out");
    std::error_code error;
    const fs::path beside = lost_documents(lost_, *documents_);
    if (fs::is_empty(lost_, error) && !error && !fs::exists(beside, error)) {
      fs::remove(lost_, error); // only numbers were wrong
      lost_.clear();
    }
    return {};
  }

  void write_report() {
    std::string text;
    for (const std::string& line : repair_.done)
      text += line + "\n";
    if (const auto written = write_file(lost_ / "report.txt", as_bytes(text)); !written)
      note("this report is not in " + lost_.string() + ": " + written.error().message());
  }

  fs::path folder_, database_, lost_;
  std::shared_ptr<DocumentFolder> documents_;
  fs::path spool_;
  StoreRepair repair_;
};

} // namespace

Result<StoreRepair> repair_store(const StoreFolders& folders) {
  return Repair(folders).run();
}

} // namespace platen::job
