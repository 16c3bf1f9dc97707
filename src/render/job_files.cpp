#include "render/job_files.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

namespace platen::render {
namespace {

Failure fail_errno(std::string_view doing) {
  return fail(Errc::io, "cannot " + std::string(doing) + ": " + errno_text(errno));
}

} // namespace

Result<JobFiles::MemoryFile> JobFiles::memory_file() {
  MemoryFile file{UniqueFd(::memfd_create("job", MFD_CLOEXEC | MFD_ALLOW_SEALING)), {}};
  if (!file.ours) return fail_errno("make a memory file");
  file.theirs.reset(::open(fd_path(file.ours.get()).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.theirs) return fail_errno("open a memory file again");
  return file;
}

Result<void> JobFiles::seal(MemoryFile& file) {
  if (::fcntl(file.ours.get(), F_ADD_SEALS,
              F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail_errno("seal a memory file");
  file.ours.reset();
  return {};
}

Result<void> JobFiles::put(MemoryFile& file, Bytes bytes) {
  TRY_VOID(write_all(file.ours.get(), bytes));
  return seal(file);
}

Result<JobFiles> JobFiles::make() {
  JobFiles files;
  for (MemoryFile* file : {&files.document_, &files.options_, &files.prologue_, &files.screen_,
                           &files.profile_, &files.cmyk_, &files.rgb_}) {
    TRY(*file, memory_file());
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail_errno("make a pipe");
  files.word_end_.reset(ends[0]);
  files.word_.reset(ends[1]);
  return files;
}

std::vector<UniqueFd> JobFiles::take_ends(UniqueFd document) {
  std::vector<UniqueFd> ends(ghostscript_fd::count);
  ends[ghostscript_fd::word] = std::move(word_end_);
  ends[ghostscript_fd::document] = document ? std::move(document) : std::move(document_.theirs);
  ends[ghostscript_fd::options] = std::move(options_.theirs);
  ends[ghostscript_fd::prologue] = std::move(prologue_.theirs);
  ends[ghostscript_fd::screen] = std::move(screen_.theirs);
  ends[ghostscript_fd::profile] = std::move(profile_.theirs);
  ends[ghostscript_fd::cmyk] = std::move(cmyk_.theirs);
  ends[ghostscript_fd::rgb] = std::move(rgb_.theirs);
  return ends;
}

Result<void> JobFiles::copy_document(int file, std::uint64_t size) {
  off_t at = 0;
  while (static_cast<std::uint64_t>(at) < size) {
    const ssize_t sent = ::sendfile(document_.ours.get(), file, &at,
                                    static_cast<std::size_t>(size) - static_cast<std::size_t>(at));
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return fail_errno("copy the document");
    if (sent == 0) return fail(Errc::io, "the document has become shorter");
  }
  return seal(document_);
}

Result<void> JobFiles::fill(const GhostscriptJob& job) {
  TRY_VOID(put(prologue_, as_bytes(job.prologue)));
  if (job.screen) TRY_VOID(put(screen_, std::as_bytes(std::span(*job.screen))));
  TRY_VOID(put(profile_, job.profile));
  TRY_VOID(put(cmyk_, job.cmyk));
  TRY_VOID(put(rgb_, job.rgb));
  // The last: with us gone before, the word would come to a Ghostscript that has nothing to do.
  TRY_VOID(put(options_, as_bytes(job.options)));
  word_.reset();
  return {};
}

} // namespace platen::render
