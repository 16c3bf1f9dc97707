#include "backup/contents.h"

#include "base/file.h"
#include "job/checksums.h"
#include "job/sqlite/connection.h"

#include <algorithm>

namespace platen::backup {

namespace fs = std::filesystem;

namespace {

using job::sqlite::Connection;

constexpr int deepest = 8;

Result<void> copy_database(const fs::path& from, const fs::path& to) {
  TRY(const auto live, Connection::open(from, Connection::Access::read));
  TRY(const auto copy, Connection::open(to, Connection::Access::write));
  sqlite3_backup* const backup =
      sqlite3_backup_init(copy->handle(), "main", live->handle(), "main");
  if (backup == nullptr) return copy->failure(sqlite3_errcode(copy->handle()));
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK)
    return copy->failure(stepped == SQLITE_DONE ? finished : stepped);
  return copy->execute("PRAGMA journal_mode = DELETE"); // one file, without a log beside it
}

Result<void> copy_plain(const fs::path& from, const fs::path& to) {
  const auto fd = open_for_reading(from);
  std::error_code error;
  if (!fd && !fs::exists(from, error)) return {}; // it has gone meanwhile
  if (!fd) return Failure(fd.error());
  return job::copy_file(fd->get(), to).map([](const auto&) {});
}

bool is_log(const std::string& name) {
  return name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with("-journal");
}

Result<void> copy_at(const fs::path& from, const fs::path& to, int depth) {
  std::error_code error;
  const fs::file_status what = fs::symlink_status(from, error);
  const std::string name = from.filename().string();
  if (fs::is_regular_file(what))
    return name.ends_with(".db") ? copy_database(from, to)
           : is_log(name)        ? Result<void>()
                                 : copy_plain(from, to);
  if (!fs::is_directory(what) || depth == 0) return {}; // nothing of ours
  fs::create_directory(to, error);
  if (error) return fail(Errc::io, "cannot make " + to.string() + ": " + error.message());
  // Databases first: what they name is there while they are copied, and mostly still then.
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry(from, error), end; !error && entry != end;
       entry.increment(error))
    entries.push_back(entry->path());
  if (error) return fail(Errc::io, "cannot read " + from.string() + ": " + error.message());
  std::ranges::sort(entries, {},
                    [](const fs::path& one) { return std::pair(one.extension() != ".db", one); });
  for (const fs::path& one : entries)
    TRY_VOID(copy_at(one, to / one.filename(), depth - 1));
  return {};
}

} // namespace

Result<void> copy_entry(const fs::path& from, const fs::path& to) {
  return copy_at(from, to, deepest);
}

Result<void> check_entry_name(std::string_view name) {
  const auto wrong = [&] {
    return fail(Errc::malformed, "the archive has a file that belongs to no backup: \"" +
                                     std::string(name.substr(0, 100)) + "\"");
  };
  if (name == manifest_name || name == sums_name) return {};
  std::string_view rest = name;
  for (int part = 0; !rest.empty(); ++part) {
    const std::string_view one = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    const bool control = std::ranges::any_of(
        one, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (one.empty() || one == "." || one == ".." || one.size() > 255 || control || part > deepest)
      return wrong();
    if (part == 0 && one != store_folder && one != state_folder) return wrong();
    if (part == 1 && name.starts_with(state_folder) &&
        std::ranges::find(state_entries, one) == state_entries.end())
      return wrong();
    if (part == 0 && rest.empty()) return wrong();
  }
  return name.empty() || name.ends_with('/') ? wrong() : Result<void>();
}

} // namespace platen::backup
