#include "server/sample_program.h"

#include "base/own_program.h"
#include "base/pipe.h"
#include "base/spawn.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::server {

namespace {

constexpr std::size_t longest_complaint = 4096;

Failure fail_errno(const std::string& doing) {
  return fail(Errc::io, doing + ": " + errno_text(errno));
}

Result<void> copy(int from, ByteSink& sink) {
  Buffer block(std::size_t{64} << 10);
  for (;;) {
    const ssize_t got = ::read(from, block.data(), block.size());
    if (got == 0) return {};
    if (got > 0)
      TRY_VOID(sink.write(Bytes(block).first(static_cast<std::size_t>(got))));
    else if (errno != EINTR)
      return fail_errno("cannot read a test page");
  }
}

std::string complaint(int file) {
  std::string text(longest_complaint, '\0');
  const ssize_t got = ::pread(file, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text.substr(0, text.find('\n'));
}

} // namespace

Result<void> draw_sample(const std::string& what, ByteSink& sink) {
  TRY(const auto program, own_program("platen-sample"));
  TRY(Pipe page, make_pipe());
  TRY(const UniqueFd errors, unnamed_file()); // a pipe would have to be emptied beside the page
  std::vector<UniqueFd> files(3);
  TRY(files[0], open_for_reading("/dev/null"));
  files[1] = std::move(page.out);
  files[2] = UniqueFd(::fcntl(errors.get(), F_DUPFD_CLOEXEC, 0));
  if (!files[2]) return fail_errno("cannot draw a test page");
  TRY(const pid_t pid, spawn(program, {what}, std::move(files)));
  if (auto copied = copy(page.in.get(), sink); !copied) {
    kill_and_reap(pid);
    return copied;
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  const std::string words = complaint(errors.get());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return fail(Errc::io, "cannot draw the test page" + (words.empty() ? "" : ": " + words));
}

} // namespace platen::server
