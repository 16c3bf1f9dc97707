#pragma once

#include "flow/job_plan.h"

#include <cstdint>

namespace platen::flow {

// What is really drawn for a job: its sides, and in place of documents whose pages share sheets
// those that have a page for each sheet.
struct Arrangement {
  std::vector<Side> sides;
  Documents documents; // null where the job's own is drawn

  const render::Document& document(const Documents& own, std::size_t index) const {
    return documents[index] ? *documents[index] : *own[index];
  }
};

// Draws office layouts as pages: a PDF whose pages share sides (number-up, booklets) or are written
// on becomes one whose pages are the sides, so that all of it is drawn at once and sharp. Pictures
// and PostScript keep their compositions; what cannot be written on them is Errc::unsupported.
// `created`: TextFacts.
Result<Arrangement> arrange(const Documents& documents, const JobPlan& plan, std::int64_t created);

} // namespace platen::flow
