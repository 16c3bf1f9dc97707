#include "job/checksums.h"
#include "job/sqlite/changes.h"
#include "job/sqlite/findings.h"
#include "job/sqlite/open.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/replace.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/set_aside.h"
#include "job/sqlite/spool.h"

#include <limits>

#include <fcntl.h>
#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;
using namespace sqlite;

namespace {

class Restore {
public:
  Restore(const StoreFolders& folders, fs::path backup)
      : folder_(folders.folder), backup_(std::move(backup)), fresh_(folder_ / "platen.db.restore"),
        documents_(DocumentFolder::at(folders.documents())),
        spool_(documents_->path().parent_path()) {}

  Result<StoreRestore> run(bool replace) {
    TRY(const Checksums sums, verify_checksums(backup_));
    TRY_VOID(prepare_folder(folder_));
    TRY(const StoreLocks locks, lock_folders(folder_, spool_));
    TRY_VOID(finish_replacement(folder_, *documents_, Missing::refused, system_time())
                 .map([](const auto&) {}));
    const bool there = ::access((folder_ / "platen.db").c_str(), F_OK) == 0;
    if (there && !replace)
      return fail(Errc::invalid, folder_.string() + " has a job store already; --replace puts the "
                                                    "backup in its place and keeps it under lost/");
    TRY_VOID(check_spool(there));
    TRY_VOID(prepare_documents(*documents_));
    const auto copied = copy(sums, there);
    std::error_code ignored;
    if (copied) {
      TRY(const fs::path lost,
          replace_database(folder_, fresh_, *documents_, Missing::given_up, system_time()));
      // Only now, so that a restore that was interrupted leaves no mark of an id that nobody knows;
      // the next start would make up for it.
      TRY_VOID(mark_documents(folder_ / "platen.db", spool_));
      if (there)
        result_.lost = lost;
      else
        fs::remove(lost, ignored); // it is empty
      return std::move(result_);
    }
    // As it was: nothing refers to what was copied.
    for (const std::string& name : new_files_)
      documents_->remove(name);
    fs::remove(fresh_, ignored);
    return Failure(copied.error());
  }

private:
  // What lies there is moved away as the present store's, or else as what the backup was made of.
  Result<void> check_spool(bool there) const {
    const fs::path& known = there ? folder_ : backup_;
    const auto connection = Connection::open(known / "platen.db", Connection::Access::look);
    const auto checked = connection ? check_documents(**connection, spool_,
                                                      there ? Missing::refused : Missing::given_up)
                                    : Failure(connection.error());
    const bool unreadable = !checked && checked.error().code != Errc::invalid;
    std::error_code error;
    const bool one_folder = fs::equivalent(folder_, spool_, error);
    return (there && unreadable) || one_folder ? Result<void>() : checked;
  }

  Result<void> copy(const Checksums& sums, bool there) {
    std::error_code ignored;
    fs::remove(fresh_, ignored);
    {
      TRY(const UniqueFd from, open_for_reading(backup_ / "platen.db"));
      TRY(const Digest digest, copy_file(from.get(), fresh_));
      if (digest != sums.at("platen.db")) return changed("platen.db");
    }
    TRY(const auto connection, Connection::open(fresh_, Connection::Access::write));
    TRY_VOID(prepare_schema(*connection));
    TRY_VOID(connection->execute("BEGIN IMMEDIATE"));
    TRY_VOID(copy_documents(*connection, sums));
    TRY_VOID(hold_unfinished(*connection));
    TRY_VOID(take_id_of(spool_, *connection));
    if (there) spend_numbers(*connection);
    TRY_VOID(connection->execute("COMMIT"));
    // What it says now must be so; a document that the backup never had is told of at the start.
    TRY(const Findings found, look_through(*connection, *documents_, connection.get()));
    if (found.pages_are_damaged)
      return fail(Errc::malformed, "the backup is damaged: " + found.check.problems.front().what);
    result_.jobs = found.check.jobs;
    return {};
  }

  static Failure changed(const std::string& name) {
    return fail(Errc::io, "the file " + name + " of the backup changed while it was read");
  }

  // Under new names, so that what is there is not touched.
  Result<void> copy_documents(Connection& connection, const Checksums& sums) {
    std::map<std::int64_t, std::string> files;
    {
      Query query(connection, "SELECT id, file FROM document WHERE file IS NOT NULL");
      for (;;) {
        TRY(const bool row, query.next());
        if (!row) break;
        files.emplace(query.number(0), query.text(1));
      }
    }
    std::set<std::string> subfolders;
    for (const auto& [key, name] : files) {
      const auto sum = sums.find("documents/" + name);
      if (sum == sums.end()) continue; // it was missing when the backup was made
      TRY(const std::string copy, copy_document(name, sum->second));
      subfolders.insert(copy.substr(0, 2));
      Query update(connection, "UPDATE document SET file = ?2 WHERE id = ?1", key,
                   std::string_view(copy));
      TRY_VOID(update.run());
      ++result_.documents;
    }
    for (const std::string& subfolder : subfolders)
      TRY_VOID(documents_->sync_names(subfolder));
    return {};
  }

  Result<std::string> copy_document(const std::string& name, const Digest& wanted) {
    TRY(const UniqueFd from, open_for_reading(backup_ / "documents" / name));
    TRY(const auto made, documents_->create());
    new_files_.push_back(made.name);
    const fs::path to = documents_->path() / made.name;
    std::error_code error;
    fs::remove(to, error); // copy_file() makes it
    TRY(const Digest digest, copy_file(from.get(), to));
    if (digest != wanted) return changed(name);
    TRY(const UniqueFd written, open_for_reading(to));
    if (::fsync(written.get()) != 0)
      return fail(Errc::io, "cannot store " + to.string() + ": " + errno_text(errno));
    return made.name;
  }

  Result<void> hold_unfinished(Connection& connection) {
    TRY_VOID(set_aside_printers(connection, system_time()).map([](const auto&) {}));
    TRY(const auto state, load_state(connection));
    const Effects before;
    Work work(connection, *state, before, system_time());
    JobQuery unfinished;
    unfinished.states = {JobState::pending, JobState::processing, JobState::stopped};
    unfinished.limit = std::numeric_limits<std::int32_t>::max();
    TRY(const auto held, update_jobs(work, unfinished, [](Job& job) -> Result<void> {
          job.state = JobState::held;
          job.hold_until = "indefinite";
          job.release_at = 0;
          job.reasons = {"job-hold-until-specified"};
          job.state_message = "restored from a backup: it may have been printed since, so it waits "
                              "to be released";
          return {};
        }));
    result_.held = static_cast<std::int64_t>(held.size());
    return {};
  }

  // The numbers that the present store has used are not used again, where it can still be read.
  void spend_numbers(Connection& connection) const {
    const auto present = Connection::open(folder_ / "platen.db", Connection::Access::look);
    if (!present) return;
    Query query(**present, "SELECT name, seq FROM sqlite_sequence");
    for (;;) {
      const auto row = query.next();
      if (!row || !*row) return;
      Query update(connection, "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
                   query.text(0), query.number(1));
      Query insert(connection,
                   "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, ?2 WHERE NOT EXISTS "
                   "(SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
                   query.text(0), query.number(1));
      // As far as it can be read.
      static_cast<void>(update.run().has_value() && insert.run().has_value());
    }
  }

  const fs::path folder_, backup_, fresh_;
  const std::shared_ptr<DocumentFolder> documents_;
  const fs::path spool_;
  std::vector<std::string> new_files_;
  StoreRestore result_;
};

} // namespace

Result<StoreRestore> restore_store(const StoreFolders& folders, const fs::path& backup,
                                   bool replace) {
  return Restore(folders, backup).run(replace);
}

} // namespace platen::job
