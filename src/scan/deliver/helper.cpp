#include "scan/deliver/helper.h"

#include "base/own_program.h"
#include "base/pipe.h"
#include "base/sealed_file.h"
#include "base/spawn.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::scan {

namespace {

constexpr std::chrono::milliseconds cancel_period{50};

Result<UniqueFd> nowhere() {
  UniqueFd fd(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!fd) return fail(Errc::io, "cannot open /dev/null: " + errno_text(errno));
  return fd;
}

// Neither the server's settings nor a user's (proxies, .netrc, smb.conf) change where files go.
std::vector<std::string> helper_environment() {
  return {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", "TMPDIR=/nonexistent"};
}

} // namespace

Result<Helper> Helper::start(const DeliveryRequest& request) {
  TRY(const std::filesystem::path program, own_program("platen-deliver"));
  Buffer bytes = write_request(request);
  // In memory alone, and only for whoever has its descriptor: it holds the secret.
  auto request_file = sealed_file(bytes);
  ::explicit_bzero(bytes.data(), bytes.size());
  if (!request_file) return Failure(request_file.error());
  TRY(Pipe reports, make_pipe());
  TRY(UniqueFd errors, nowhere());
  std::vector<UniqueFd> files;
  files.push_back(std::move(*request_file)); // request_fd
  files.push_back(std::move(reports.out));   // report_fd
  files.push_back(std::move(errors));
  TRY(const pid_t pid, spawn(program, {}, std::move(files), helper_environment()));
  return Helper(pid, std::move(reports.in));
}

void Helper::kill() {
  if (pid_ > 0) kill_and_reap(pid_);
  pid_ = -1;
}

Result<Buffer> Helper::read(std::chrono::milliseconds silence, const Cancel& cancel) {
  using Clock = std::chrono::steady_clock;
  const auto ends = Clock::now() + silence;
  for (;;) {
    if (cancel.requested()) {
      kill();
      return fail(Errc::cancelled, "cancelled");
    }
    if (Clock::now() >= ends) {
      kill();
      return fail(Errc::timeout, "nothing moved for " + std::to_string(silence.count() / 1000) +
                                     " s, so that the try was ended");
    }
    pollfd wanted{reports_.get(), POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(cancel_period.count()));
    if (ready < 0 && errno != EINTR)
      return fail(Errc::io, "cannot wait for platen-deliver: " + errno_text(errno));
    if (ready <= 0) continue;
    Buffer block(16384);
    const ssize_t got = ::read(reports_.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "cannot read from platen-deliver: " + errno_text(errno));
    block.resize(static_cast<std::size_t>(got));
    return block;
  }
}

std::string Helper::wait() {
  if (pid_ <= 0) return "it was killed";
  // Its words have ended, so it should; one that was taken over need not.
  int status = 0;
  pid_t gone = 0;
  for (int tries = 0; tries < 100 && gone == 0; ++tries) {
    gone = ::waitpid(pid_, &status, WNOHANG);
    if (gone == 0) ::poll(nullptr, 0, 10);
  }
  if (gone != pid_) {
    kill();
    return "it had to be killed";
  }
  pid_ = -1;
  if (WIFSIGNALED(status)) {
    const char* const name = ::sigabbrev_np(WTERMSIG(status));
    return "it was ended by SIG" +
           (name != nullptr ? std::string(name) : std::to_string(WTERMSIG(status)));
  }
  return "it ended with code " + std::to_string(WEXITSTATUS(status));
}

} // namespace platen::scan
