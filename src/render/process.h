#pragma once

#include "base/cancel.h"
#include "base/file.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <sys/uio.h>

namespace platen::render {

// How many workers there were. From any thread.
struct WorkerCounts {
  std::atomic<std::uint64_t> started{0};
  std::atomic<std::uint64_t> broken_off{0}; // that ended before they had given what was wanted
};

struct WorkerTerms {
  std::chrono::milliseconds stall{0}; // the longest wait for one byte
  std::chrono::milliseconds page{0};  // all waits for one page (or list of pages) together
  std::chrono::milliseconds cpu{0};   // what the worker was given, for the message
  std::uint64_t memory_bytes = 0;
  // Looked at while the worker is waited for, some 20 times a second: its error ends the worker.
  // Empty: nothing is.
  std::function<Result<void>()> watch = {};
  std::string who = "the renderer";          // what messages call it
  std::shared_ptr<WorkerCounts> counts = {}; // may be null
};

// One worker process, seen from the parent: what it writes, and why it ended. Killed by the
// destructor.
class WorkerProcess {
public:
  // With `input` by descriptor; those of protocol.h but the document's are put in here.
  static Result<WorkerProcess> start(std::vector<UniqueFd> input, Bytes request,
                                     const WorkerTerms& terms, const Cancel& cancel);
  // A program other than the renderers' (own_program()), on the same conditions.
  static Result<WorkerProcess> start(const std::filesystem::path& program,
                                     std::vector<UniqueFd> input, Bytes request,
                                     const WorkerTerms& terms, const Cancel& cancel);
  // With a document that is opened anew, so that each worker has its own file offset.
  static Result<WorkerProcess> start(int document, Bytes request, const WorkerTerms& terms,
                                     const Cancel& cancel);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) = delete;
  ~WorkerProcess();

  // Bytes into the spans, as many as there are; 0 = the worker has closed its output. Errc::timeout
  // and Errc::cancelled kill it.
  Result<std::size_t> read(std::span<const iovec> into);
  // Exactly into.size() bytes, or the reason why the worker ended.
  Result<void> read_exactly(std::span<std::byte> into);
  // What comes now belongs to another page.
  void begin_page() { waited_ = {}; }
  // Waits for the end, which must be near: success, or in words why it failed. A worker that has
  // written `last_word` to its standard error has succeeded, and is ended; the word is left out of
  // diagnostics().
  Result<void> finish(std::string_view last_word = {});
  // The error to give when the output ended too early: finish()'s, or "the renderer ended too
  // early".
  Error ended_early();
  // For one that has waited: from now on it works for somebody, on these terms.
  void serve(const WorkerTerms& terms, const Cancel& cancel);
  // Its processor time counts from now on, up to terms.cpu. Errc::limit when that is more than it
  // was started with room for.
  Result<void> renew_processor_time();
  // Whether it has ended; then its handle can be read.
  bool ended() const;
  int handle() const { return handle_.get(); }
  // Text from its output that helps to explain its end.
  void add_diagnostics(std::string_view text) { diagnostics_.append(text); }
  // What it wrote to its standard error, at most some kilobytes; complete after finish().
  const std::string& diagnostics() const { return diagnostics_; }

private:
  WorkerProcess(int pid, UniqueFd handle, UniqueFd output, UniqueFd errors,
                const WorkerTerms& terms, const Cancel& cancel)
      : pid_(pid), handle_(std::move(handle)), output_(std::move(output)),
        errors_(std::move(errors)), terms_(terms), cancel_(&cancel) {}

  using Clock = std::chrono::steady_clock;
  Result<void> wait_for(int fd, std::string_view last_word = {});
  Failure overdue(const std::string& what);
  void drain_errors();
  bool said(std::string_view word) const;
  void kill_and_reap();

  int pid_ = -1;
  UniqueFd handle_; // pidfd
  UniqueFd output_;
  UniqueFd errors_;
  WorkerTerms terms_;
  const Cancel* cancel_;
  Clock::duration waited_{}; // for this page
  std::string diagnostics_;
  std::string last_errors_; // the end of what it wrote to its standard error, diagnostics_ or not
};

// The document once more, with an offset of its own.
Result<UniqueFd> open_again(int fd);

// The program that start() runs: beside this program, in ../libexec/platen, or $PLATEN_WORKER.
Result<std::filesystem::path> worker_program();

} // namespace platen::render
