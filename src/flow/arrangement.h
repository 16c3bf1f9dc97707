#pragma once

#include "flow/job_plan.h"

#include <cstdint>
#include <memory>

namespace platen::flow {

// What is really drawn for a job: its sides, and in place of documents whose pages share sheets or
// are written on those that have them so.
struct Arrangement {
  std::vector<Side> sides;
  Documents documents; // null where the job's own is drawn
  // The pages that are written on pictures: layout::WrittenSide counts them; may be null.
  std::unique_ptr<render::Document> written;

  const render::Document& document(const Documents& own, std::size_t index) const {
    return documents[index] ? *documents[index] : *own[index];
  }
  // All of them, for JobContext.
  std::vector<const render::Document*> drawn(const Documents& own) const;
};

// What arranging needs beside the plan; it outlives the arrangement's documents.
struct Writing {
  std::int64_t created = 0; // TextFacts
  const render::Limits& limits;
  const Cancel& cancel;
  std::shared_ptr<render::Spares> spares = nullptr;
  std::shared_ptr<const Buffer> underlay = nullptr, overlay = nullptr; // PrintJob
};

// Draws office layouts as pages: a PDF whose pages share sides (number-up, booklets) or are written
// on becomes one whose pages are the sides, so that all of it is drawn at once and sharp. Where its
// pages share sides with those of other documents it becomes one whose pages are written on.
// Pictures keep their compositions; what is written on them is drawn as pages of its own.
Result<Arrangement> arrange(const Documents& documents, const JobPlan& plan, const Writing& how);

} // namespace platen::flow
