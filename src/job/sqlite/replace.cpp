#include "job/sqlite/replace.h"

#include "job/checksums.h"
#include "job/lost.h"

#include <cerrno>
#include <chrono>
#include <cstdio>

#include <unistd.h>

namespace platen::job::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr const char* next_name = "platen.db.next";

Result<void> rename_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return fail(Errc::io,
              "cannot rename " + from.string() + " to " + to.string() + ": " + errno_text(errno));
}

Result<void> move_if_there(const fs::path& from, const fs::path& to) {
  if (::access(from.c_str(), F_OK) != 0) return {};
  return rename_file(from, to);
}

Result<void> sync_file(const fs::path& path) {
  TRY(const UniqueFd fd, open_for_reading(path));
  if (::fsync(fd.get()) == 0) return {};
  return fail(Errc::io, "cannot store " + path.string() + ": " + errno_text(errno));
}

} // namespace

Time system_time() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

Result<std::vector<std::string>> orphans_of(Connection& connection,
                                            const DocumentFolder& documents) {
  return documents.orphans([&](const std::string& name) -> Result<bool> {
    Query query(connection, "SELECT 1 FROM document WHERE file = ?1", std::string_view(name));
    return query.next();
  });
}

Result<std::size_t> move_out_orphans(Connection& connection, const DocumentFolder& documents,
                                     const fs::path& lost) {
  TRY(const auto orphans, orphans_of(connection, documents));
  for (const std::string& name : orphans)
    TRY_VOID(documents.move_out(name, lost_documents(lost, documents)));
  if (!orphans.empty()) {
    const fs::path all = lost_documents(lost, documents).parent_path().parent_path();
    TRY_VOID(sync_tree(all));
    TRY_VOID(sync_folder(all.parent_path()));
  }
  return orphans.size();
}

Result<fs::path> replace_database(const fs::path& folder, const fs::path& next,
                                  const DocumentFolder& documents, Missing missing, Time now) {
  TRY_VOID(sync_file(next));
  TRY_VOID(rename_file(next, folder / next_name));
  TRY_VOID(sync_folder(folder));
  TRY(const auto lost, finish_replacement(folder, documents, missing, now));
  EXPECTS(lost.has_value());
  return *lost;
}

// The last step takes away what says that there is something to do; all before it may be done
// twice. The old log goes before the new file has the name, or SQLite would play it into it.
Result<std::optional<fs::path>> finish_replacement(const fs::path& folder,
                                                   const DocumentFolder& documents, Missing missing,
                                                   Time now) {
  const fs::path next = folder / next_name, database = folder / "platen.db";
  if (::access(next.c_str(), F_OK) != 0) return std::optional<fs::path>();
  {
    TRY(const auto connection, Connection::open(next, Connection::Access::look));
    TRY_VOID(check_documents(*connection, documents.path().parent_path(), missing));
  }
  TRY(const fs::path lost, make_lost_folder(folder, now));
  TRY_VOID(move_if_there(database, lost / "platen.db"));
  TRY_VOID(move_if_there(folder / "platen.db-wal", lost / "platen.db-wal"));
  ::unlink((folder / "platen.db-shm").c_str()); // an index of the log, made anew when needed
  {
    TRY(const auto connection, Connection::open(next, Connection::Access::look));
    TRY_VOID(move_out_orphans(*connection, documents, lost).map([](std::size_t) {}));
  }
  TRY_VOID(sync_folder(lost));
  TRY_VOID(sync_folder(folder));
  TRY_VOID(rename_file(next, database));
  TRY_VOID(sync_folder(folder));
  return std::optional<fs::path>(lost);
}

} // namespace platen::job::sqlite
