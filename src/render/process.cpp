#include "render/process.h"

#include "base/own_program.h"
#include "base/pipe.h"
#include "base/sealed_file.h"
#include "base/spawn.h"
#include "render/protocol.h"
#include "render/sandbox/sandbox.h"
#include "render/worker_exit.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace platen::render {
namespace {

constexpr int output_bytes = 2 << 20; // most of a page of text, for its renderer to be ahead
constexpr std::size_t most_diagnostics = 16384;
constexpr std::size_t most_of_a_word = 64;
constexpr std::chrono::milliseconds cancel_period{
    50}; // how often a waiting reader looks at its Cancel
constexpr std::chrono::seconds end_patience{
    10}; // from the end of the output to the end of the process

Failure fail_errno(std::string_view doing, int error_number = errno) {
  return fail(Errc::io, std::string(doing) + ": " + errno_text(error_number));
}

// The reading end never blocks, so that deadlines and cancelling work.
Result<Pipe> patient(Pipe made) {
  if (::fcntl(made.in.get(), F_SETFL, O_NONBLOCK) != 0) return fail_errno("cannot set up a pipe");
  return made;
}

// Nothing of the server's surroundings tells itself to a document.
std::vector<std::string> worker_environment() {
  return {
      "PATH=/usr/bin:/bin",          "LANG=C.UTF-8",
      "HOME=/nonexistent",           "TMPDIR=/nonexistent",
      "XDG_CACHE_HOME=/nonexistent", "OMP_THREAD_LIMIT=1"}; // the sandbox allows no second thread
}

} // namespace

Result<UniqueFd> open_again(int fd) {
  UniqueFd again(::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC));
  if (!again) return fail_errno("cannot open the document again");
  return again;
}

Result<std::filesystem::path> worker_program() {
  auto found = own_program("platen-render-worker");
  if (found) return found;
  if (const char* configured = std::getenv("PLATEN_WORKER");
      configured != nullptr && *configured != 0)
    return std::filesystem::path(configured);
  return found;
}

Result<WorkerProcess> WorkerProcess::start(int document, Bytes request, const WorkerTerms& terms,
                                           const Cancel& cancel) {
  std::vector<UniqueFd> input(request_fd + 1);
  TRY(input[document_fd], open_again(document));
  return start(std::move(input), request, terms, cancel);
}

Result<WorkerProcess> WorkerProcess::start(std::vector<UniqueFd> input, Bytes request,
                                           const WorkerTerms& terms, const Cancel& cancel) {
  TRY(const std::filesystem::path program, worker_program());
  return start(program, std::move(input), request, terms, cancel);
}

Result<WorkerProcess> WorkerProcess::start(const std::filesystem::path& program,
                                           std::vector<UniqueFd> input, Bytes request,
                                           const WorkerTerms& terms, const Cancel& cancel) {
  if (input.size() <= request_fd) input.resize(request_fd + 1);
  TRY(UniqueFd request_file, sealed_file(request));
  TRY(Pipe output, make_wide_pipe(output_bytes));
  TRY(output, patient(std::move(output)));
  TRY(Pipe errors, make_pipe());
  TRY(errors, patient(std::move(errors)));
  input[output_fd] = std::move(output.out);
  input[diagnostics_fd] = std::move(errors.out);
  input[request_fd] = std::move(request_file);
  TRY(const pid_t pid, spawn(program, {}, std::move(input), worker_environment()));
  UniqueFd handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  const int error_number = errno;
  WorkerProcess worker(pid, std::move(handle), std::move(output.in), std::move(errors.in), terms,
                       cancel);
  if (terms.counts) ++terms.counts->started;
  // Without the handle nothing could bound the wait for its end; the destructor ends it now.
  if (!worker.handle_)
    return fail(Errc::io, "cannot watch " + terms.who + ": " + errno_text(error_number));
  return worker;
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), handle_(std::move(other.handle_)),
      output_(std::move(other.output_)), errors_(std::move(other.errors_)), terms_(other.terms_),
      cancel_(other.cancel_), waited_(other.waited_), diagnostics_(std::move(other.diagnostics_)),
      last_errors_(std::move(other.last_errors_)) {}

WorkerProcess::~WorkerProcess() {
  kill_and_reap();
}

void WorkerProcess::kill_and_reap() {
  if (pid_ < 0) return;
  platen::kill_and_reap(pid_);
  pid_ = -1;
}

void WorkerProcess::drain_errors() {
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t got = ::read(errors_.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errors_.reset();
    if (got <= 0) return;
    const std::size_t room = most_diagnostics - std::min(most_diagnostics, diagnostics_.size());
    diagnostics_.append(block.data(), std::min(static_cast<std::size_t>(got), room));
    last_errors_.append(block.data(), static_cast<std::size_t>(got));
    last_errors_.erase(0, last_errors_.size() - std::min(last_errors_.size(), most_of_a_word));
  }
}

bool WorkerProcess::said(std::string_view word) const {
  EXPECTS(word.size() <= most_of_a_word);
  return !word.empty() && last_errors_.ends_with(word);
}

Failure WorkerProcess::overdue(const std::string& what) {
  kill_and_reap();
  if (terms_.counts) ++terms_.counts->broken_off;
  return fail(Errc::timeout, terms_.who + " " + what);
}

// Until `fd` has something to say (its bytes, its end, or for a pidfd the end of the process). A
// worker that gives a byte now and then is never silent, and one that sleeps uses no processor:
// only the sum of the waits ends that. The time in which nobody reads is not the worker's. Nobody
// waits for one that has said its last word.
Result<void> WorkerProcess::wait_for(int fd, std::string_view last_word) {
  const auto began = Clock::now(), ends = began + (terms_.page - waited_);
  const auto falls_silent = began + terms_.stall;
  for (;;) {
    if (said(last_word)) return {};
    if (cancel_->requested()) {
      kill_and_reap();
      return fail(Errc::cancelled, "cancelled");
    }
    if (terms_.watch)
      if (auto fine = terms_.watch(); !fine) {
        kill_and_reap();
        return fine;
      }
    const auto now = Clock::now();
    if (now >= falls_silent)
      return overdue("gave nothing for " + std::to_string(terms_.stall.count() / 1000) + " s");
    if (now >= ends)
      return overdue("was waited for " + std::to_string(terms_.page.count() / 1000) +
                     " s in all, and what it was asked for is still not whole");
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(std::min(falls_silent, ends) - now);
    std::array<pollfd, 2> wanted{pollfd{fd, POLLIN, 0}, pollfd{errors_.get(), POLLIN, 0}};
    const int ready = ::poll(wanted.data(), wanted.size(),
                             static_cast<int>(std::min(left, cancel_period).count()));
    if (ready < 0 && errno != EINTR) return fail_errno("cannot wait for " + terms_.who);
    if (ready > 0 && wanted[1].revents != 0) drain_errors();
    if (ready > 0 && wanted[0].revents != 0) {
      waited_ += Clock::now() - began;
      return {};
    }
  }
}

bool WorkerProcess::ended() const {
  pollfd end{handle_.get(), POLLIN, 0};
  return ::poll(&end, 1, 0) != 0;
}

void WorkerProcess::serve(const WorkerTerms& terms, const Cancel& cancel) {
  terms_ = terms;
  cancel_ = &cancel;
  waited_ = {};
}

Result<void> WorkerProcess::renew_processor_time() {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
    return fail_errno("cannot ask what " + terms_.who + " has used");
  const auto given = whole_seconds(terms_.cpu);
  rlimit most{};
  if (::prlimit(pid_, RLIMIT_CPU, nullptr, &most) != 0)
    return fail_errno("cannot ask for the limits of " + terms_.who);
  constexpr auto hard_more = static_cast<rlim_t>(sandbox::to_hard_cpu_limit.count());
  // The kernel counts whole seconds.
  most.rlim_cur = static_cast<rlim_t>(used.tv_sec + (used.tv_nsec > 0 ? 1 : 0) + given);
  if (most.rlim_cur + hard_more > most.rlim_max)
    return fail(Errc::limit, terms_.who + " has used too much already");
  most.rlim_max = most.rlim_cur + hard_more;
  if (::prlimit(pid_, RLIMIT_CPU, &most, nullptr) != 0)
    return fail_errno("cannot limit " + terms_.who);
  return {};
}

Result<std::size_t> WorkerProcess::read(std::span<const iovec> into) {
  if (cancel_->requested()) kill_and_reap();
  for (;;) {
    const ssize_t got = ::readv(output_.get(), into.data(), static_cast<int>(into.size()));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EAGAIN)
      TRY_VOID(wait_for(output_.get()));
    else if (errno != EINTR)
      return fail_errno("cannot read from " + terms_.who);
  }
}

Result<void> WorkerProcess::read_exactly(std::span<std::byte> into) {
  while (!into.empty()) {
    const iovec span{into.data(), into.size()};
    TRY(const std::size_t got, read({&span, 1}));
    if (got == 0) return Failure(ended_early());
    into = into.subspan(got);
  }
  return {};
}

Result<void> WorkerProcess::finish(std::string_view last_word) {
  if (pid_ < 0)
    return cancel_->requested() ? fail(Errc::cancelled, "cancelled")
                                : fail(Errc::bug, terms_.who + " has ended before");
  if (handle_) {
    terms_.stall = std::min<std::chrono::milliseconds>(terms_.stall, end_patience);
    TRY_VOID(wait_for(handle_.get(), last_word));
    if (said(last_word)) {
      kill_and_reap();
      if (diagnostics_.ends_with(last_word))
        diagnostics_.resize(diagnostics_.size() - last_word.size());
      return {};
    }
  }
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (errors_) drain_errors();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return Failure(explain_exit(status, diagnostics_,
                              {terms_.memory_bytes, whole_seconds(terms_.cpu), terms_.who}));
}

Error WorkerProcess::ended_early() {
  if (terms_.counts) ++terms_.counts->broken_off;
  if (auto ended = finish(); !ended) return std::move(ended).error();
  const std::string complaint = ghostscript_complaint(diagnostics_, Lines::all);
  return fail(Errc::malformed, complaint.empty() ? terms_.who + " ended too early" : complaint)
      .value();
}

} // namespace platen::render
