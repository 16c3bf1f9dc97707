#include "job/sqlite/spool.h"

#include "job/spool_mark.h"

namespace platen::job::sqlite {

namespace fs = std::filesystem;

namespace {

// Enough to tell "none of them is here" from "one was lost".
constexpr const char* some_files =
    "SELECT file FROM document WHERE file IS NOT NULL ORDER BY id DESC LIMIT 100";

// In the table of settings, beside those that Store::set_setting() keeps.
Result<std::string> store_id(Connection& connection) {
  {
    Query known(connection, "SELECT value FROM setting WHERE name = 'store-id'");
    TRY(const bool row, known.next());
    if (row) return std::string(known.text(0));
  }
  const std::string fresh = make_uuid();
  Query add(connection, "INSERT INTO setting (name, value) VALUES ('store-id', ?1)",
            std::string_view(fresh));
  TRY_VOID(add.run());
  return fresh;
}

// True when the database names no files, or one that it names is in the folder.
Result<bool> fits(Connection& connection, const fs::path& documents) {
  Query files(connection, some_files);
  bool named = false;
  for (;;) {
    TRY(const bool row, files.next());
    if (!row) return !named;
    named = true;
    std::error_code ignored;
    if (fs::exists(documents / std::string(files.text(0)), ignored)) return true;
  }
}

} // namespace

Result<void> claim_documents(Connection& connection, const fs::path& spool) {
  const fs::path documents = spool / "documents";
  TRY(const std::string id, store_id(connection));
  TRY(const auto mark, read_spool_mark(spool));
  if (mark == id) return {};
  if (mark)
    return fail(Errc::invalid, "the documents in " + documents.string() +
                                   " belong to another store: choose another spool folder, or move "
                                   "that store's documents and " +
                                   (spool / "platen.spool").string() + " away");
  TRY(const bool right, fits(connection, documents));
  if (!right)
    return fail(Errc::invalid, "the documents of this store's jobs are not in " +
                                   documents.string() +
                                   ": say with [server] spool where they are, or mount or move "
                                   "them there; if they are lost, write " +
                                   id + " into " + (spool / "platen.spool").string());
  return write_spool_mark(spool, id);
}

} // namespace platen::job::sqlite
