#include "backup/stage.h"

#include "backup/contents.h"
#include "base/disk_space.h"
#include "job/store_tools.h"

#include <cstdlib>
#include <span>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace platen::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 4'000'000;
constexpr std::uint64_t most_sums = 1ULL << 30, most_manifest = 64 << 10;
constexpr std::uint64_t kept_free = 32ULL << 20; // of the disk, for who works meanwhile

} // namespace

Staging::Staging(fs::path state, fs::path folder)
    : state_(std::move(state)), folder_(std::move(folder)),
      reader_(
          {[this](const std::string& name, std::uint64_t bytes) { return begin_file(name, bytes); },
           [this](Bytes piece) { return content(piece); }, [this] { return end_file(); }}) {}

Result<std::unique_ptr<Staging>> Staging::begin(const fs::path& state) {
  std::string pattern = (state / "restore.XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) // mode 0700
    return fail(Errc::io, "cannot make a folder in " + state.string() + ": " + errno_text(errno));
  return std::unique_ptr<Staging>(new Staging(state, pattern));
}

Staging::~Staging() {
  discard();
}

// At once, so that nothing of what was refused is there any more when that is told.
void Staging::discard() {
  std::error_code ignored;
  file_.reset();
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
  folder_.clear();
}

Result<void> Staging::take(Bytes bytes) {
  if (folder_.empty()) return fail(Errc::malformed, "the archive was refused");
  auto taken = reader_.take(bytes);
  if (!taken) discard();
  return taken;
}

Result<Staged> Staging::finish() {
  if (folder_.empty()) return fail(Errc::malformed, "the archive was refused");
  if (auto checked = check(); !checked) {
    discard();
    return Failure(std::move(checked).error());
  }
  return std::move(staged_);
}

Result<void> Staging::begin_file(const std::string& name, std::uint64_t bytes) {
  TRY_VOID(check_entry_name(name));
  if (found_.empty() && name != manifest_name)
    return fail(Errc::malformed, "this is no backup of platen: it does not begin with " +
                                     std::string(manifest_name));
  if (found_.contains(name) || found_.size() >= most_files ||
      found_.contains(std::string(sums_name)))
    return fail(Errc::malformed, "the archive has " + name + " where it does not belong");
  if ((name == manifest_name && bytes > most_manifest) || (name == sums_name && bytes > most_sums))
    return fail(Errc::malformed, name + " of the archive is too long");
  TRY(const std::uint64_t free, free_bytes(state_));
  if (bytes > free || free - bytes < kept_free)
    return fail(Errc::io, "the disk has no room for " + name + " of the archive (" +
                              std::to_string(bytes >> 20) + " MB)");
  const fs::path to = folder_ / name;
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (error) {
    const bool ours = error != std::errc::not_a_directory && error != std::errc::file_exists;
    return fail(ours ? Errc::io : Errc::malformed,
                "cannot make " + fs::path(name).parent_path().string() + ": " + error.message());
  }
  file_ = UniqueFd(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  // "a" and "a/b" cannot both be there.
  if (!file_)
    return fail(errno == ENOSPC || errno == EDQUOT ? Errc::io : Errc::malformed,
                "cannot make " + name + ": " + errno_text(errno));
  name_ = name;
  hash_ = job::ContentHash();
  ++staged_.files;
  staged_.bytes += bytes;
  return {};
}

Result<void> Staging::content(Bytes piece) {
  hash_.add(piece);
  return write_all(file_.get(), piece);
}

Result<void> Staging::end_file() {
  file_.reset();
  found_[name_] = hash_.digest();
  if (name_ == manifest_name) return read_manifest();
  return {};
}

Result<void> Staging::read_manifest() {
  TRY(const Buffer bytes, read_file(folder_ / manifest_name, most_manifest));
  const auto json = nlohmann::json::parse(as_text(bytes), nullptr, false);
  const auto format = json.is_object() ? json.find("format") : json.end();
  if (!json.is_object() || format == json.end() || !format->is_number_integer())
    return fail(Errc::malformed, "this is no backup of platen: its " + std::string(manifest_name) +
                                     " cannot be read");
  if (*format > newest_format || *format < 1)
    return fail(Errc::unsupported,
                "the backup was made by a newer platen: restore it with that one");
  if (const auto version = json.find("version"); version != json.end() && version->is_string())
    staged_.version = version->get<std::string>().substr(0, 100);
  if (const auto time = json.find("time"); time != json.end() && time->is_number_integer())
    staged_.time = time->get<std::int64_t>();
  has_manifest_ = true;
  return {};
}

// The list names all that there is, and there is all that it names, as it was.
Result<void> Staging::check_sums() const {
  const std::string sums(sums_name);
  if (!has_manifest_ || !found_.contains(sums))
    return fail(Errc::malformed, "the archive is not whole: it has no " + sums);
  TRY(const Buffer text, read_file(folder_ / sums_name, most_sums));
  std::string_view rest = as_text(text);
  std::size_t named = 0;
  while (!rest.empty()) {
    constexpr std::size_t digits = 64, gap = 2;
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.size() <= digits + gap)
      return fail(Errc::malformed, sums + " of the archive cannot be read");
    const std::string name(line.substr(digits + gap));
    const auto known = found_.find(name);
    if (known == found_.end() || name == sums)
      return fail(Errc::malformed, "the archive is not whole: " + name + " is missing");
    if (job::hex(known->second) != line.substr(0, digits))
      return fail(Errc::malformed, "the archive is damaged: " + name + " is not as it was made");
    ++named;
  }
  if (named + 1 == found_.size()) return {};
  return fail(Errc::malformed, "the archive has files that its " + sums + " does not name");
}

Result<void> Staging::check() {
  TRY_VOID(reader_.finish());
  TRY_VOID(check_sums());
  // Its own list first, then the database itself: a newer one is refused now, not at the start.
  const fs::path store = folder_ / store_folder;
  TRY_VOID(job::verify_checksums(store).map([](const auto&) {}));
  TRY(const job::StoreCheck check, job::check_store({store, {}}));
  if (check.schema > check.newest_schema)
    return fail(Errc::unsupported,
                "the backup was made by a newer platen: restore it with that one");
  for (const job::StoreProblem& problem : check.problems)
    if (problem.kind == job::StoreProblem::Kind::damaged_database)
      return fail(Errc::malformed, "the store in the archive is damaged: " + problem.what);
  TRY_VOID(job::sync_tree(folder_));
  const fs::path ready = state_ / ready_folder;
  std::error_code error;
  fs::remove_all(ready, error);
  fs::rename(folder_, ready, error);
  if (error) return fail(Errc::io, "cannot make " + ready.string() + ": " + error.message());
  folder_.clear();
  return {};
}

Result<Staged> stage_file(const fs::path& state, const fs::path& file) {
  TRY(const UniqueFd fd, open_for_reading(file));
  TRY(const auto staging, Staging::begin(state));
  Buffer block(std::size_t{256} << 10);
  for (;;) {
    TRY(const std::size_t got, read_some(fd.get(), block));
    if (got == 0) return staging->finish();
    TRY_VOID(staging->take(Bytes(block).first(got)));
  }
}

} // namespace platen::backup
