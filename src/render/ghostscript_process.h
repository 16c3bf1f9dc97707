#pragma once

#include "render/job_files.h"
#include "render/process.h"

namespace platen::render {

// A Ghostscript that is started before there is a document for it. Killed by the destructor.
class WaitingGhostscript {
public:
  static Result<WaitingGhostscript> start(const Limits& limits);
  bool ended() const { return process_.ended(); }
  int handle() const { return process_.handle(); } // can be read when it has ended
  // Gives it the first `size` bytes of a document and a job, on `terms`; once and for all. On an
  // error nothing of the job has been done.
  Result<WorkerProcess> hand_over(int document, std::uint64_t size, const GhostscriptJob& job,
                                  const WorkerTerms& terms, const Cancel& cancel) &&;

private:
  WaitingGhostscript(WorkerProcess process, JobFiles files)
      : process_(std::move(process)), files_(std::move(files)) {}
  WorkerProcess process_;
  JobFiles files_;
};

// A Ghostscript for this document and job.
Result<WorkerProcess> start_ghostscript(int document, const GhostscriptJob& job,
                                        const Limits& limits, const WorkerTerms& terms,
                                        const Cancel& cancel);

} // namespace platen::render
