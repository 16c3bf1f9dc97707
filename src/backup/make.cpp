#include "backup/make.h"

#include "backup/contents.h"
#include "backup/tar.h"
#include "base/file.h"

#include <algorithm>
#include <cstdlib>
#include <span>

#include <nlohmann/json.hpp>

namespace platen::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t piece_bytes = 256 << 10;

// The last entry: one line of digest and name for each file, as "sha256sum -c" reads it.
std::uint64_t sums_bytes(std::uint64_t names, std::size_t count) {
  return names + count * (64 + 2 + 1);
}

std::uint64_t padded(std::uint64_t bytes) {
  return bytes + tar_padding(bytes).size();
}

} // namespace

Result<std::unique_ptr<Archive>> Archive::make(const job::StoreFolders& folders,
                                               const std::string& version, std::int64_t now) {
  std::string pattern = (folders.folder / "backup.XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) // mode 0700
    return fail(Errc::io,
                "cannot make a folder in " + folders.folder.string() + ": " + errno_text(errno));
  std::unique_ptr<Archive> archive(new Archive(pattern));
  TRY_VOID(archive->copy(folders, version, now));
  TRY_VOID(archive->list());
  return archive;
}

Archive::~Archive() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Result<void> Archive::copy(const job::StoreFolders& folders, const std::string& version,
                           std::int64_t now) {
  time_ = now;
  TRY(const job::StoreBackup store, job::back_up_store(folders, folder_ / store_folder));
  jobs_ = store.jobs;
  missing_ = store.missing;
  std::error_code error;
  fs::create_directory(folder_ / state_folder, error);
  if (error) return fail(Errc::io, "cannot make a folder for the backup: " + error.message());
  for (const std::string_view name : state_entries)
    if (fs::exists(fs::symlink_status(folders.folder / name, error)))
      TRY_VOID(copy_entry(folders.folder / name, folder_ / state_folder / name));
  const nlohmann::json manifest{{"format", newest_format},
                                {"version", version},
                                {"time", now},
                                {"state", folders.folder.string()}};
  return write_file(
      folder_ / manifest_name,
      as_bytes(manifest.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
}

Result<void> Archive::list() {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code other;
    if (!entry->is_regular_file(other)) continue;
    files_.push_back(
        {entry->path().lexically_relative(folder_).generic_string(), entry->file_size(other)});
    if (other) return fail(Errc::io, "cannot read the copy: " + other.message());
  }
  if (error) return fail(Errc::io, "cannot read the copy: " + error.message());
  // The manifest is the first: whoever takes it apart knows at once what it is.
  std::ranges::sort(files_, {},
                    [](const File& one) { return std::pair(one.name != manifest_name, one.name); });
  std::uint64_t names = 0;
  for (const File& file : files_) {
    size_ += tar_header(file.name, file.bytes, time_).size() + padded(file.bytes);
    names += file.name.size();
  }
  const std::uint64_t sums = sums_bytes(names, files_.size());
  size_ += tar_header(std::string(sums_name), sums, time_).size() + padded(sums) + tar_end().size();
  return {};
}

Result<std::string> Archive::next() {
  if (open_) return more_of_file();
  if (at_ < files_.size()) return begin_file();
  if (std::exchange(ended_, true)) return std::string();
  return sums_file();
}

Result<std::string> Archive::begin_file() {
  const File& file = files_[at_];
  TRY(open_, open_for_reading(folder_ / file.name));
  left_ = file.bytes;
  hash_ = job::ContentHash();
  return tar_header(file.name, file.bytes, time_);
}

Result<std::string> Archive::more_of_file() {
  const File& file = files_[at_];
  std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_bytes)), '\0');
  for (std::size_t filled = 0; filled < piece.size();) {
    TRY(const std::size_t got,
        read_some(open_.get(), std::as_writable_bytes(std::span(piece)).subspan(filled)));
    if (got == 0) return fail(Errc::io, "the copy of " + file.name + " has become shorter");
    filled += got;
  }
  hash_.add(as_bytes(piece));
  left_ -= piece.size();
  if (left_ > 0) return piece;
  sums_ += job::hex(hash_.digest()) + "  " + file.name + "\n";
  open_.reset();
  ++at_;
  piece += tar_padding(file.bytes);
  if (piece.empty()) return next(); // an empty file has nothing behind its header
  return piece;
}

std::string Archive::sums_file() const {
  return tar_header(std::string(sums_name), sums_.size(), time_) + sums_ +
         tar_padding(sums_.size()) + tar_end();
}

Result<void> write_archive(Archive& archive, const fs::path& file) {
  TRY(auto out, AtomicFile::create(file, true));
  for (;;) {
    TRY(const std::string piece, archive.next());
    if (piece.empty()) return out.commit();
    TRY_VOID(out.write(as_bytes(piece)));
  }
}

} // namespace platen::backup
