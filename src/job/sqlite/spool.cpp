#include "job/sqlite/spool.h"

#include "job/spool_mark.h"
#include "job/sqlite/open.h"

#include <cerrno>

#include <sys/stat.h>

namespace platen::job::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view what_to_do =
    ": make it for the server's user, or name another folder with [server] spool";

// Enough to tell "none of them is here" from "one was lost".
constexpr const char* some_files =
    "SELECT file FROM document WHERE file IS NOT NULL ORDER BY id DESC LIMIT 100";

enum class Files : std::uint8_t { none_named, some_there, none_there };

Result<Files> look_for_files(Connection& connection, const fs::path& documents) {
  Query files(connection, some_files);
  for (auto found = Files::none_named;; found = Files::none_there) {
    TRY(const bool row, files.next());
    if (!row) return found;
    std::error_code ignored;
    if (fs::exists(documents / std::string(files.text(0)), ignored)) return Files::some_there;
  }
}

// In the table of settings, beside those that Store::set_setting() keeps.
Result<std::optional<std::string>> known_id(Connection& connection) {
  Query known(connection, "SELECT value FROM setting WHERE name = 'store-id'");
  TRY(const bool row, known.next());
  return row ? std::optional(std::string(known.text(0))) : std::nullopt;
}

Result<void> set_id(Connection& connection, const std::string& id) {
  Query add(connection, "INSERT OR REPLACE INTO setting (name, value) VALUES ('store-id', ?1)",
            std::string_view(id));
  return add.run();
}

Failure of_another_store(const fs::path& spool) {
  return fail(Errc::invalid, "the documents in " + (spool / "documents").string() +
                                 " belong to another store: choose another spool folder, or move "
                                 "that store's documents and " +
                                 (spool / "platen.spool").string() + " away");
}

Result<void> find_id(const fs::path& state, const fs::path& spool, const fs::path& fresh,
                     Missing missing) {
  TRY(const auto connection, Connection::open(fresh, Connection::Access::write));
  TRY(const auto known, known_id(*connection));
  if (known) return check_documents(*connection, spool, missing);
  TRY(const auto mark, read_spool_mark(spool));
  TRY(const Files files, look_for_files(*connection, spool / "documents"));
  std::error_code error;
  const bool right = !mark || missing == Missing::given_up || files == Files::some_there ||
                     fs::equivalent(state, spool, error);
  if (!right) return of_another_store(spool);
  TRY_VOID(take_id_of(spool, *connection));
  return check_documents(*connection, spool, missing);
}

bool has_nothing(const fs::path& folder) {
  std::error_code error;
  return fs::directory_iterator(folder, error) == fs::directory_iterator();
}

} // namespace

Result<StoreLocks> lock_folders(const fs::path& state, const fs::path& spool) {
  TRY(FolderLock of_state, FolderLock::take(state, "state folder"));
  std::error_code error;
  fs::create_directories(spool, error);
  if (error)
    return fail(error == std::errc::permission_denied ? Errc::denied : Errc::io,
                "cannot make the folder " + spool.string() + ": " + error.message() +
                    std::string(what_to_do));
  if (fs::equivalent(state, spool, error)) return StoreLocks{std::move(of_state), std::nullopt};
  TRY(FolderLock of_spool, FolderLock::take(spool, "spool folder"));
  return StoreLocks{std::move(of_state), std::move(of_spool)};
}

// The folder around it may be the user's choice and hold other things: only documents/ is ours.
Result<void> prepare_documents(const DocumentFolder& documents) {
  auto made = documents.make();
  if (made && ::chmod(documents.path().c_str(), 0700) != 0)
    made = fail(Errc::denied,
                "cannot make " + documents.path().string() + " private: " + errno_text(errno));
  if (made) return {};
  return fail(made.error().code, made.error().what + std::string(what_to_do));
}

// A folder with the mark whose documents/ is empty is a place where a disk was not mounted: where
// documents were once, the folders "XX" are.
Result<void> check_documents(Connection& connection, const fs::path& spool, Missing missing) {
  const fs::path documents = spool / "documents";
  TRY(const auto id, known_id(connection));
  TRY(const auto mark, read_spool_mark(spool));
  if (mark && mark != id) return of_another_store(spool);
  if (missing == Missing::given_up) return {};
  if (mark && !has_nothing(documents)) return {};
  TRY(const Files files, look_for_files(connection, documents));
  if (files != Files::none_there) return {};
  return fail(Errc::invalid, "the documents of this store's jobs are not in " + documents.string() +
                                 ": say with [server] spool where they are, or mount or move them "
                                 "there; if they are lost, \"platen store repair\" gives them up");
}

Result<void> claim_documents(Connection& connection, const fs::path& spool, Missing missing) {
  TRY(const auto known, known_id(connection));
  const std::string id = known ? *known : make_uuid();
  if (!known) TRY_VOID(set_id(connection, id));
  TRY_VOID(check_documents(connection, spool, missing));
  TRY(const auto mark, read_spool_mark(spool));
  return mark ? Result<void>() : write_spool_mark(spool, id);
}

Result<void> mark_documents(const fs::path& database, const fs::path& spool) {
  TRY(const auto mark, read_spool_mark(spool));
  if (mark) return {};
  TRY(const auto connection, open_checked(database));
  return claim_documents(*connection, spool, Missing::given_up);
}

Result<void> take_id_of(const fs::path& spool, Connection& fresh) {
  TRY(const auto mark, read_spool_mark(spool));
  return set_id(fresh, mark ? *mark : make_uuid());
}

Result<void> find_id_again(const fs::path& state, const fs::path& spool, const fs::path& fresh,
                           Missing missing) {
  const auto done = find_id(state, spool, fresh, missing);
  std::error_code ignored;
  if (!done) fs::remove(fresh, ignored);
  return done;
}

} // namespace platen::job::sqlite
