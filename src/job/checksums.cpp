#include "job/checksums.h"

#include "base/file.h"
#include "job/documents.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;

namespace {

constexpr const char* sums_name = "SHA256SUMS";
constexpr std::uint64_t most_bytes = 1ULL << 30; // 100 bytes a document: ten million of them
constexpr std::size_t digits = 64;               // of a digest

struct Line {
  std::string_view digest, name;
};

Result<Line> take_line(std::string_view& rest, int number) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  const bool names_a_file = line.size() > digits + 2 && line.substr(digits, 2) == "  ";
  const fs::path name = names_a_file ? fs::path(line.substr(digits + 2)) : fs::path();
  // Nothing outside of the folder.
  if (!names_a_file || name.is_absolute() || name != name.lexically_normal() ||
      *name.begin() == "..")
    return fail(Errc::malformed, std::string(sums_name) + ", line " + std::to_string(number) +
                                     ": it is no digest and name of a file of the backup");
  return Line{line.substr(0, digits), line.substr(digits + 2)};
}

} // namespace

Result<void> write_checksums(const fs::path& folder, const Checksums& sums) {
  std::string text;
  for (const auto& [name, digest] : sums)
    text += hex(digest) + "  " + name + "\n";
  return write_file(folder / sums_name, as_bytes(text));
}

Result<Checksums> verify_checksums(const fs::path& folder) {
  if (::access((folder / sums_name).c_str(), F_OK) != 0)
    return fail(Errc::not_found, folder.string() + " is no backup of a job store: it has no file " +
                                     std::string(sums_name));
  TRY(const Buffer text, read_file(folder / sums_name, most_bytes));
  Checksums sums;
  std::string_view rest = as_text(text);
  for (int number = 1; !rest.empty(); ++number) {
    TRY(const Line line, take_line(rest, number));
    const std::string name(line.name);
    const auto digest = digest_of_path(folder / name);
    if (!digest) return fail_within("the backup is damaged", digest.error());
    if (hex(*digest) != line.digest)
      return fail(Errc::malformed,
                  "the backup is damaged: its file " + name + " is not as it was made");
    sums[name] = *digest;
  }
  if (!sums.contains("platen.db"))
    return fail(Errc::malformed,
                "the backup is damaged: " + std::string(sums_name) + " does not name platen.db");
  return sums;
}

Result<Digest> digest_of_path(const fs::path& path) {
  TRY(const UniqueFd fd, open_for_reading(path));
  return digest_of_file(fd.get());
}

Result<Digest> copy_file(int from, const fs::path& to) {
  const UniqueFd out(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out) return fail(Errc::io, "cannot make " + to.string() + ": " + errno_text(errno));
  ContentHash hash;
  Buffer block(std::size_t{256} << 10);
  for (;;) {
    const ssize_t got = ::read(from, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "cannot read a document: " + errno_text(errno));
    if (got == 0) return hash.digest();
    const Bytes bytes = Bytes(block).first(static_cast<std::size_t>(got));
    hash.add(bytes);
    if (auto written = write_all(out.get(), bytes); !written)
      return fail_within("cannot write " + to.string(), std::move(written).error());
  }
}

Result<void> sync_tree(const fs::path& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const UniqueFd fd(::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd || ::fsync(fd.get()) != 0)
      return fail(Errc::io, "cannot store " + entry->path().string() + ": " + errno_text(errno));
  }
  if (error) return fail(Errc::io, "cannot read " + folder.string() + ": " + error.message());
  return sync_folder(folder);
}

} // namespace platen::job
