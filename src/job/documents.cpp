#include "job/documents.h"

#include "base/limits.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;

namespace {

// Writing back in steps while the bytes arrive leaves little for the sync at the end to wait for.
constexpr std::uint64_t write_back_step = 4ULL << 20;

Failure cannot(const std::string& doing, int error_number) {
  const bool denied = error_number == EACCES || error_number == EPERM || error_number == EROFS;
  return fail(denied ? Errc::denied : Errc::io,
              "cannot " + doing + ": " + errno_text(error_number));
}

} // namespace

Result<void> sync_folder(const fs::path& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return cannot("sync the folder " + path.string(), errno);
  return {};
}

namespace {

// True: it was not there.
Result<bool> make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return true;
  if (errno != EEXIST) return cannot("make the folder " + path.string(), errno);
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return cannot("read " + path.string(), errno);
  if (!S_ISDIR(info.st_mode)) return fail(Errc::invalid, path.string() + " is not a folder");
  return false;
}

// The number of a subfolder "00" to "ff"; nothing for what is none of ours.
std::optional<std::size_t> subfolder_number(std::string_view name) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, 16);
  if (name.size() != 2 || error != std::errc{} || end != name.data() + name.size()) return {};
  return number;
}

} // namespace

// That it is there already does not mean that its entry is on disk: whoever made it may have been
// killed before that. Then the folder above may also be one that we cannot read.
Result<void> make_durable_folder(const fs::path& path) {
  TRY(const bool made, make_folder(path));
  auto synced = sync_folder(path.has_parent_path() ? path.parent_path() : fs::path("."));
  return made ? synced : Result<void>();
}

ArrivingDocument::~ArrivingDocument() {
  if (is_file() && !kept_) folder_->remove(file_name_);
}

Result<void> ArrivingDocument::write(Bytes bytes) {
  if (whole_) whole_ = take(bytes);
  return whole_;
}

Result<void> ArrivingDocument::take(Bytes bytes) {
  if (bytes.size() > limits::document_bytes - size_)
    return fail(Errc::limit, "the document is larger than " +
                                 std::to_string(limits::document_bytes >> 30) + " GiB");
  if (auto stored = store(bytes); !stored) {
    folder_->note_trouble(stored.error().message());
    return stored;
  }
  hash_.add(bytes);
  size_ += bytes.size();
  return {};
}

Result<void> ArrivingDocument::store(Bytes bytes) {
  if (!is_file() && memory_.size() + bytes.size() > inline_document_bytes) TRY_VOID(move_to_file());
  if (is_file()) return write_to_file(bytes);
  memory_.insert(memory_.end(), bytes.begin(), bytes.end());
  return {};
}

Result<void> ArrivingDocument::move_to_file() {
  TRY(DocumentFolder::NewFile made, folder_->create());
  file_ = std::move(made.fd);
  file_name_ = std::move(made.name);
  TRY_VOID(write_to_file(memory_));
  memory_ = Buffer{};
  return {};
}

Result<void> ArrivingDocument::write_to_file(Bytes bytes) {
  if (auto written = write_all(file_.get(), bytes); !written)
    return fail_within("cannot store the document", std::move(written).error());
  if (size_ - started_ >= write_back_step) begin_sync();
  return {};
}

Result<Buffer> ArrivingDocument::content(std::uint64_t most) const {
  TRY_VOID(whole_);
  if (size_ > most)
    return fail(Errc::limit, "this is larger than " + std::to_string(most >> 20) + " MB");
  if (!is_file()) return memory_;
  Buffer bytes(static_cast<std::size_t>(size_));
  for (std::size_t have = 0; have < bytes.size();) {
    const ssize_t got =
        ::pread(file_.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(Errc::io, "what was sent cannot be read back");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

void ArrivingDocument::begin_sync() {
  // Only a hint, from `started_` to the end: sync() is what counts.
  ::sync_file_range(file_.get(), static_cast<off64_t>(started_), 0, SYNC_FILE_RANGE_WRITE);
  started_ = size_;
}

Result<void> ArrivingDocument::sync() {
  if (::fdatasync(file_.get()) != 0) return cannot("store the document", errno);
  file_.reset();
  return {};
}

std::shared_ptr<DocumentFolder> DocumentFolder::at(const fs::path& path) {
  return std::shared_ptr<DocumentFolder>(new DocumentFolder(path));
}

Result<void> DocumentFolder::make() const {
  std::error_code error;
  if (path_.has_parent_path()) fs::create_directories(path_.parent_path(), error);
  return make_durable_folder(path_);
}

Result<DocumentFolder::NewFile> DocumentFolder::create() {
  // Neighbours in time share a subfolder, so that one sync makes many names durable; a subfolder
  // takes a thousand in a row, so that none of the 256 grows large.
  const std::uint32_t number = made_.fetch_add(1, std::memory_order_relaxed);
  std::array<char, 3> subfolder{};
  std::snprintf(subfolder.data(), subfolder.size(), "%02x", (number >> 10) & 0xffU);
  TRY_VOID(make_folder(path_ / subfolder.data())); // sync_names() makes it durable

  const std::string uuid = make_uuid();
  const std::string name = std::string(subfolder.data()) + "/" + uuid.substr(uuid.rfind(':') + 1);
  UniqueFd fd(::open((path_ / name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd) return cannot("store a document in " + path_.string(), errno);
  return NewFile{std::move(fd), name};
}

Result<UniqueFd> DocumentFolder::open_file(const std::string& name) const {
  UniqueFd fd(::open((path_ / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (fd) return fd;
  if (errno == ENOENT)
    return fail(Errc::not_found, "the document's file is gone: " + (path_ / name).string());
  return cannot("read the document " + (path_ / name).string(), errno);
}

void DocumentFolder::note_trouble(std::string words) {
  const std::lock_guard lock(mutex_);
  trouble_ = std::move(words);
}

std::string DocumentFolder::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void DocumentFolder::remove(const std::string& name) const {
  ::unlink((path_ / name).c_str()); // what stays behind is an orphan, removed at the next start
}

Result<void> DocumentFolder::sync_names(const std::string& subfolder) {
  TRY_VOID(sync_folder(path_ / subfolder));
  std::atomic<bool>& durable = durable_[subfolder_number(subfolder).value()];
  if (durable) return {};
  TRY_VOID(sync_folder(path_));
  durable = true;
  return {};
}

Result<std::uint64_t> DocumentFolder::size_of(const std::string& name) const {
  struct stat info {};
  if (::lstat((path_ / name).c_str(), &info) == 0) return static_cast<std::uint64_t>(info.st_size);
  if (errno == ENOENT || errno == ENOTDIR)
    return fail(Errc::not_found, "the document's file is gone: " + (path_ / name).string());
  return cannot("read the document " + (path_ / name).string(), errno);
}

Result<void> DocumentFolder::move_out(const std::string& name, const fs::path& folder) const {
  std::error_code error;
  const fs::path target = folder / name;
  fs::create_directories(target.parent_path(), error);
  if (!error) fs::rename(path_ / name, target, error);
  if (error)
    return fail(Errc::io, "cannot move the document " + name + " to " + folder.string() + ": " +
                              error.message());
  return {};
}

namespace {

bool is_hexadecimal(std::string_view text, std::string_view also = {}) {
  return !text.empty() &&
         text.find_first_not_of("0123456789abcdef" + std::string(also)) == std::string_view::npos;
}

// As create() names them: what else lies about is not ours to remove.
bool is_ours(const fs::directory_entry& entry, bool folder) {
  const std::string name = entry.path().filename().string();
  const fs::file_type type = entry.symlink_status().type();
  return folder ? type == fs::file_type::directory && name.size() == 2 && is_hexadecimal(name)
                : type == fs::file_type::regular && is_hexadecimal(name, "-");
}

} // namespace

Result<std::vector<std::string>> DocumentFolder::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator folder(path_, error), end; !error && folder != end;
       folder.increment(error)) {
    if (!is_ours(*folder, true)) continue;
    for (fs::directory_iterator file(folder->path(), error); !error && file != end;
         file.increment(error))
      if (is_ours(*file, false))
        names.push_back((folder->path().filename() / file->path().filename()).string());
    if (error) break;
  }
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(Errc::io, "cannot read " + path_.string() + ": " + error.message());
  return names;
}

Result<std::vector<std::string>> DocumentFolder::orphans(
    const std::function<Result<bool>(const std::string&)>& is_referred_to) const {
  TRY(std::vector<std::string> orphans, names());
  std::size_t kept = 0;
  for (std::string& name : orphans) {
    TRY(const bool wanted, is_referred_to(name));
    if (!wanted) std::swap(orphans[kept++], name);
  }
  orphans.resize(kept);
  return orphans;
}

} // namespace platen::job
