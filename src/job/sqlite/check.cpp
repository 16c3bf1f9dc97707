#include "job/folder_lock.h"
#include "job/sqlite/account.h"
#include "job/sqlite/findings.h"
#include "job/sqlite/schema.h"
#include "job/sqlite/spool.h"

#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;

namespace {

using Kind = StoreProblem::Kind;

StoreCheck only(Kind kind, std::string what) {
  StoreCheck check;
  check.newest_schema = sqlite::newest_schema();
  check.problems.push_back({kind, 0, std::move(what)});
  return check;
}

Result<StoreCheck> look(const StoreFolders& folders, bool in_use) {
  using sqlite::Connection;
  const fs::path database = folders.folder / "platen.db";
  TRY(const auto connection, Connection::open(database, Connection::Access::look));
  std::unique_ptr<Connection> others;
  if (in_use) {
    TRY(others, Connection::open(database, Connection::Access::look));
  }
  TRY_VOID(sqlite::check_origin(*connection).map([](int) {}));
  const auto documents = DocumentFolder::at(folders.documents());
  const auto right = sqlite::check_documents(*connection, documents->path().parent_path(),
                                             sqlite::Missing::refused);
  if (!right && right.error().code == Errc::invalid)
    return only(Kind::wrong_spool, right.error().what);
  if (!right && right.error().code != Errc::malformed) return Failure(right.error());
  return sqlite::look_through(*connection, *documents, others.get())
      .map([](sqlite::Findings found) { return std::move(found.check); });
}

} // namespace

std::string_view to_string(StoreProblem::Kind kind) {
  switch (kind) {
  case Kind::damaged_database:
    return "damaged-database";
  case Kind::newer_schema:
    return "newer-schema";
  case Kind::wrong_spool:
    return "wrong-spool";
  case Kind::interrupted_replacement:
    return "interrupted-replacement";
  case Kind::damaged_record:
    return "damaged-record";
  case Kind::unknown_printer:
    return "unknown-printer";
  case Kind::missing_document:
    return "missing-document";
  case Kind::changed_document:
    return "changed-document";
  case Kind::changed_setting:
    return "changed-setting";
  case Kind::wrong_count:
    return "wrong-count";
  case Kind::unused_document:
    return "unused-document";
  case Kind::orphan:
    return "orphan";
  }
  return "";
}

Result<StoreCheck> check_store(const StoreFolders& folders) {
  const bool replacing = ::access((folders.folder / "platen.db.next").c_str(), F_OK) == 0;
  if (replacing)
    return only(Kind::interrupted_replacement,
                "the store is being replaced, or that was interrupted: the next start of the "
                "server, or \"platen store repair\", goes on with it");
  if (::access((folders.folder / "platen.db").c_str(), F_OK) != 0)
    return fail(Errc::not_found, "there is no job store in " + folders.folder.string());
  bool in_use = FolderLock::is_taken(folders.folder);
  auto check = look(folders, in_use);
  if (!in_use && FolderLock::is_taken(folders.folder)) { // a server has begun meanwhile
    in_use = true;
    check = look(folders, in_use);
  }
  if (!check && check.error().code == Errc::malformed)
    check = only(Kind::damaged_database, check.error().what);
  else if (!check && check.error().code == Errc::unsupported)
    check = only(Kind::newer_schema, check.error().what);
  if (check) check->in_use = in_use;
  return check;
}

Result<void> read_account(const fs::path& folder, const AccountQuery& query,
                          const std::function<bool(const AccountEntry&)>& each) {
  const fs::path database = folder / "platen.db";
  if (::access(database.c_str(), F_OK) != 0)
    return fail(Errc::not_found, "there is no job store in " + folder.string());
  TRY(const auto connection, sqlite::Connection::open(database, sqlite::Connection::Access::look));
  TRY(const int schema, sqlite::check_origin(*connection));
  constexpr int first_schema_with_account = 4;
  if (schema < first_schema_with_account)
    return fail(Errc::unsupported, "the job store is of a version that kept no account of what was "
                                   "printed: start the server once, which makes one");
  return sqlite::for_each_entry(*connection, query, each);
}

} // namespace platen::job
