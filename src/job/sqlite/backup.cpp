#include "job/checksums.h"
#include "job/sqlite/findings.h"
#include "job/sqlite/open.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/spool.h"
#include "job/sqlite/work.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;
using namespace sqlite;

namespace {

// All pages in one step: a transaction of its own, so that what it copies is of one moment.
Result<void> copy_database(Connection& from, Connection& to) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) return to.failure(sqlite3_errcode(to.handle()));
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return to.failure(stepped == SQLITE_DONE ? finished : stepped);
}

class Backup {
public:
  Backup(const StoreFolders& folders, fs::path target)
      : database_(folders.folder / "platen.db"),
        documents_(DocumentFolder::at(folders.documents())), target_(std::move(target)) {}

  Result<StoreBackup> run() {
    if (::access(database_.c_str(), F_OK) != 0)
      return fail(Errc::not_found, "there is no job store in " + database_.parent_path().string());
    TRY(live_, Connection::open(database_, Connection::Access::read));
    TRY_VOID(check_origin(*live_).map([](int) {}));
    TRY_VOID(check_documents(*live_, documents_->path().parent_path(), Missing::refused));
    partial_ = target_;
    partial_ += ".partial";
    TRY_VOID(make_target());
    const auto made = make();
    std::error_code ignored;
    copy_.reset();
    if (!made) {
      fs::remove_all(partial_, ignored);
      return Failure(made.error());
    }
    return std::move(backup_);
  }

private:
  Result<void> make_target() {
    std::error_code error;
    const bool there = fs::exists(target_, error);
    if (!error && there && !(fs::is_directory(target_, error) && fs::is_empty(target_, error)))
      return fail(Errc::invalid, target_.string() + " exists already; name a new folder");
    fs::remove_all(partial_, error); // of a backup that was interrupted
    return make_durable_folder(partial_);
  }

  Result<void> make() {
    TRY(copy_, Connection::open(partial_ / "platen.db", Connection::Access::write));
    TRY_VOID(copy_database(*live_, *copy_));
    // One file, without a log beside it.
    TRY_VOID(copy_->execute("PRAGMA journal_mode = DELETE"));
    const auto folder = DocumentFolder::at(partial_ / "documents");
    TRY_VOID(folder->make());
    TRY_VOID(copy_documents());
    TRY_VOID(forget_removed());
    TRY_VOID(count());
    copy_.reset();
    TRY(const Digest database, digest_of_path(partial_ / "platen.db"));
    sums_["platen.db"] = database;
    TRY_VOID(write_checksums(partial_, sums_));
    TRY_VOID(sync_tree(partial_));
    if (::rename(partial_.c_str(), target_.c_str()) != 0)
      return fail(Errc::io, "cannot rename " + partial_.string() + " to " + target_.string() +
                                ": " + errno_text(errno));
    return sync_folder(target_.has_parent_path() ? target_.parent_path() : fs::path("."));
  }

  Result<void> copy_documents() {
    TRY(const int schema, check_origin(*copy_));
    Query query(*copy_, schema >= 2
                            ? "SELECT id, file, bytes, sha256 FROM document WHERE file IS NOT NULL"
                            : "SELECT id, file, bytes, NULL FROM document WHERE file IS NOT NULL");
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      TRY_VOID(copy_document(query));
    }
  }

  Result<void> copy_document(const Query& query) {
    const std::string name(query.text(1));
    auto from = documents_->open_file(name);
    if (!from && from.error().code == Errc::not_found) return note_gone(query.number(0), name);
    if (!from) return Failure(std::move(from).error());
    const fs::path to = partial_ / "documents" / name;
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    TRY(const Digest digest, copy_file(from->get(), to));
    sums_["documents/" + name] = digest;
    TRY(const std::uint64_t size, file_size(from->get()));
    if (size != static_cast<std::uint64_t>(query.number(2)) || !is_digest(digest, query.bytes(3)))
      backup_.missing.push_back("the document " + name + " is not as it was stored");
    return {};
  }

  // A server may have removed it with its job after the database was copied.
  Result<void> note_gone(std::int64_t key, const std::string& name) {
    Query query(*live_, "SELECT 1 FROM document WHERE id = ?1", key);
    TRY(const bool there, query.next());
    if (there)
      backup_.missing.push_back("the document " + name + " is missing from the store");
    else
      removed_.insert(key);
    return {};
  }

  // So that the copy agrees with itself: as if they had been removed just before.
  Result<void> forget_removed() {
    if (removed_.empty()) return {};
    std::vector<JobId> jobs;
    TRY_VOID(for_each_record([&](const Record& record) {
      for (const std::int64_t key : record.contents)
        if (record.job.documents_kept && removed_.contains(key)) {
          jobs.push_back(record.job.id);
          break;
        }
    }));
    TRY_VOID(copy_->execute("BEGIN"));
    TRY(const auto state, load_state(*copy_));
    const Effects before;
    Work work(*copy_, *state, before, 0);
    for (const JobId id : jobs) {
      TRY(Record record, load_job(*copy_, id));
      const Columns was = columns_of(record.job);
      TRY_VOID(work.drop_documents(record));
      TRY_VOID(work.update(was, record));
    }
    return copy_->execute("UPDATE total SET value = (SELECT coalesce(sum(bytes), 0) FROM document) "
                          "WHERE name = 'document-bytes'; COMMIT");
  }

  template<class Each> Result<void> for_each_record(Each each) {
    Query query(*copy_, "SELECT id, record FROM job");
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      Record record;
      if (!decode_record(query.bytes(1), record)) continue; // it stays as it is
      record.job.id = static_cast<JobId>(query.number(0));
      each(record);
    }
  }

  Result<void> count() {
    Query query(*copy_, "SELECT (SELECT count(*) FROM job), count(*), coalesce(sum(bytes), 0) "
                        "FROM document");
    TRY(const bool row, query.next());
    if (!row) return {};
    backup_.jobs = query.number(0);
    backup_.documents = query.number(1);
    backup_.bytes = query.number(2);
    return {};
  }

  const fs::path database_;
  const std::shared_ptr<DocumentFolder> documents_;
  const fs::path target_;
  fs::path partial_;
  std::unique_ptr<Connection> live_, copy_;
  Checksums sums_;
  std::set<std::int64_t> removed_;
  StoreBackup backup_;
};

} // namespace

Result<StoreBackup> back_up_store(const StoreFolders& folders, const fs::path& target) {
  return Backup(folders, target.has_filename() ? target : target.parent_path()).run();
}

} // namespace platen::job
