#pragma once

#include "render/ghostscript_process.h"
#include "render/held_file.h"
#include "render/protocol.h"
#include "render/spares.h"

namespace platen::render {

// The document as workers see it: its file, and what each of them is given.
struct Source {
  HeldFile file;
  Limits limits;
  const Cancel* cancel;
  std::shared_ptr<Spares> spares;

  WorkerTerms terms() const {
    WorkerTerms terms{limits.stall, limits.page, limits.cpu, limits.memory_bytes};
    if (spares) terms.counts = spares->counts();
    return terms;
  }
  Request request(Task task, Format format) const {
    Request made;
    made.task = task;
    made.format = format;
    made.memory_bytes = limits.memory_bytes;
    made.cpu_seconds = whole_seconds(limits.cpu);
    made.picture_pixels = limits.picture_pixels;
    made.most_pages = limits.pages;
    made.accept_less = limits.without_sandbox;
    return made;
  }
  Result<WorkerProcess> start(const Request& request) const {
    return WorkerProcess::start(file.fd.get(), encode(request), terms(), *cancel);
  }
  Result<WorkerProcess> start(const GhostscriptJob& job) const {
    if (spares)
      if (auto spare = spares->take(file.fd.get(), file.size, job, limits, terms(), *cancel))
        return *std::move(spare);
    return start_ghostscript(file.fd.get(), job, limits, terms(), *cancel);
  }
};

} // namespace platen::render
