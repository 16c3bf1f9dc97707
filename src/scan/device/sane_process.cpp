#include "scan/device/sane_process.h"

#include "base/own_program.h"
#include "base/pipe.h"
#include "base/spawn.h"
#include "transport/connect.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::scan {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

Result<UniqueFd> nowhere() {
  UniqueFd fd(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!fd) return fail(Errc::io, "cannot open /dev/null: " + errno_text(errno));
  return fd;
}

} // namespace

Result<SaneProgram> own_sane_program() {
  SaneProgram program;
  TRY(program.path, own_program("platen-sane"));
  program.environment = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent"};
  if (const char* const folder = std::getenv("SANE_CONFIG_DIR"))
    program.environment.push_back(std::string("SANE_CONFIG_DIR=") + folder);
  return program;
}

Result<SaneProcess> SaneProcess::start(const SaneProgram& program, const Cancel& cancel) {
  // A pair of sockets: writing to a process that has died shall be an error, not a signal.
  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair.data()) != 0)
    return fail(Errc::io, "cannot make a pair of sockets: " + errno_text(errno));
  UniqueFd ours(pair[0]), its(pair[1]);
  TRY(Pipe answers, make_pipe());
  if (::fcntl(answers.in.get(), F_SETFL, O_NONBLOCK) != 0 ||
      ::fcntl(its.get(), F_SETFL, 0) != 0)
    return fail(Errc::io, "cannot set up a pipe: " + errno_text(errno));
  std::vector<UniqueFd> files(4);
  files[0] = std::move(its);
  TRY(files[1], nowhere());
  TRY(files[2], nowhere());
  files[3] = std::move(answers.out);
  TRY(const pid_t pid, spawn(program.path, {}, std::move(files), program.environment));
  return SaneProcess(pid, std::move(ours), std::move(answers.in), program, cancel);
}

SaneProcess::SaneProcess(SaneProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), requests_(std::move(other.requests_)),
      answers_(std::move(other.answers_)), patience_(other.patience_), cancel_(other.cancel_),
      held_(std::move(other.held_)), owed_(other.owed_), hurried_(other.hurried_) {}

SaneProcess::~SaneProcess() {
  if (pid_ < 0) return;
  if (owed_) ::kill(pid_, SIGINT);
  requests_.reset();
  const auto until = Clock::now() + patience_.last_words;
  while (Clock::now() < until) {
    const pid_t ended = ::waitpid(pid_, nullptr, WNOHANG);
    if (ended == pid_) return;
    std::this_thread::sleep_for(milliseconds(5));
  }
  kill_and_reap(pid_);
}

// How the process ended; it is gone afterwards.
std::string SaneProcess::end_in_words() {
  int status = 0;
  ::kill(-pid_, SIGKILL); // nothing, where it has ended
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  requests_.reset();
  answers_.reset();
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
    return std::string(" (") + ::sigdescr_np(WTERMSIG(status)) + ")";
  return {};
}

Failure SaneProcess::lost(Errc code, const std::string& what) {
  owed_ = false;
  if (pid_ < 0) return fail(code, what);
  const std::string how = end_in_words();
  return fail(code, what + how + "; scan again");
}

Result<void> SaneProcess::wait(Clock::time_point until) {
  for (;;) {
    if (!hurried_ && cancel_->requested()) {
      ::kill(pid_, SIGINT);
      return fail(Errc::cancelled, "cancelled");
    }
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    pollfd entry{answers_.get(), POLLIN, 0};
    const int ready = ::poll(
        &entry, 1,
        static_cast<int>(std::clamp(left, milliseconds{0}, transport::cancel_interval).count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR)
      return fail(Errc::io, "cannot wait for the scanner's driver: " + errno_text(errno));
    if (left <= milliseconds{0})
      return lost(Errc::timeout, "the scanner's driver does not answer any more; it was ended");
  }
}

Result<void> SaneProcess::fill(std::size_t wanted, Clock::time_point until) {
  while (held_.size() < wanted) {
    std::array<std::byte, 65'536> block;
    const ssize_t got =
        ::read(answers_.get(), block.data(), std::min(block.size(), wanted - held_.size()));
    if (got > 0)
      held_.insert(held_.end(), block.begin(), block.begin() + got);
    else if (got == 0)
      return lost(Errc::io, "the scanner's driver ended unexpectedly");
    else if (errno == EAGAIN)
      TRY_VOID(wait(until));
    else if (errno != EINTR)
      return lost(Errc::io, "cannot read from the scanner's driver: " + errno_text(errno));
  }
  return {};
}

Result<void> SaneProcess::send(Bytes bytes) {
  // A request is smaller than what a socket holds, and there is never more than one in it.
  const ssize_t put = ::send(requests_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (put == static_cast<ssize_t>(bytes.size())) return {};
  return lost(Errc::io, "the scanner's driver ended unexpectedly");
}

Result<Buffer> SaneProcess::take_answer(milliseconds patience) {
  const auto until = Clock::now() + patience;
  TRY_VOID(fill(sane::header_bytes, until));
  const auto header = sane::read_header(Bytes(held_).first(sane::header_bytes), sane::most_answer);
  if (!header) return lost(header.error().code, header.error().what);
  TRY_VOID(fill(sane::header_bytes + header->length, until));
  Buffer payload(held_.begin() + sane::header_bytes, held_.end());
  held_.clear();
  owed_ = false;
  if (header->code == static_cast<std::uint8_t>(sane::Answer::value)) return payload;
  return Failure(sane::read_error(payload));
}

Result<Buffer> SaneProcess::ask(sane::Request request, Bytes payload, milliseconds patience) {
  if (pid_ < 0) return fail(Errc::io, "the scanner's driver has ended; scan again");
  if (owed_) settle();
  if (payload.size() > sane::most_request)
    return fail(Errc::invalid, "the name of the scanner is too long");
  if (!hurried_ && cancel_->requested()) return fail(Errc::cancelled, "cancelled");
  TRY_VOID(send(sane::message(static_cast<std::uint8_t>(request), payload)));
  owed_ = true;
  return take_answer(patience);
}

void SaneProcess::settle() {
  if (!owed_) return;
  const bool before = std::exchange(hurried_, true);
  static_cast<void>(take_answer(patience_.last_words));
  hurried_ = before;
}

} // namespace platen::scan
