#include "render/ghostscript_process.h"

#include "render/protocol.h"

#include <array>

namespace platen::render {
namespace {

// It is ready in some 50 ms; a machine on which that takes so long starts another one instead.
constexpr std::chrono::milliseconds ready_patience{2'000};
const Cancel never; // a waiting one is asked by nobody

Request request_for(const Limits& limits, bool waits) {
  Request request;
  request.task = Task::ghostscript;
  request.memory_bytes = limits.memory_bytes;
  request.cpu_seconds = whole_seconds(limits.cpu);
  request.accept_less = limits.without_sandbox;
  request.waits = waits;
  return request;
}

} // namespace

Result<WaitingGhostscript> WaitingGhostscript::start(const Limits& limits) {
  TRY(JobFiles files, JobFiles::make());
  const WorkerTerms terms{ready_patience, ready_patience, limits.cpu, limits.memory_bytes};
  TRY(WorkerProcess process,
      WorkerProcess::start(files.take_ends({}), encode(request_for(limits, true)), terms, never));
  return WaitingGhostscript(std::move(process), std::move(files));
}

Result<WorkerProcess> WaitingGhostscript::hand_over(int document, std::uint64_t size,
                                                    const GhostscriptJob& job,
                                                    const WorkerTerms& terms,
                                                    const Cancel& cancel) && {
  process_.serve({ready_patience, ready_patience, terms.cpu, terms.memory_bytes}, cancel);
  std::array<std::byte, ready_word.size()> said{};
  TRY_VOID(process_.read_exactly(said));
  if (as_text(said) != ready_word) return fail(Errc::malformed, "the renderer is not ready");
  TRY_VOID(files_.copy_document(document, size));
  process_.serve(terms, cancel);
  TRY_VOID(process_.renew_processor_time());
  TRY_VOID(files_.fill(job));
  return std::move(process_);
}

Result<WorkerProcess> start_ghostscript(int document, const GhostscriptJob& job,
                                        const Limits& limits, const WorkerTerms& terms,
                                        const Cancel& cancel) {
  TRY(JobFiles files, JobFiles::make());
  TRY(UniqueFd own, open_again(document));
  TRY_VOID(files.fill(job));
  return WorkerProcess::start(files.take_ends(std::move(own)), encode(request_for(limits, false)),
                              terms, cancel);
}

} // namespace platen::render
