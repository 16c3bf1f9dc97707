#pragma once

#include "flow/arrangement.h"
#include "flow/job_plan.h"

namespace platen::flow {

// The plan of a job without the pages that its ticket wants left out because there would be no dot
// on their sides (skip-blank-pages). Only their dots tell: so each side is drawn for that, as it
// would be printed, with what is written on it. Pages that share a side go with it, or stay; a
// booklet keeps all of its pages, and a poster the sheets of a page that has a dot anywhere.
// JobPlan::notes has how many are left out, and `left_out` which. Errors: those of plan_job() and
// of drawing; Errc::invalid where nothing is left.
Result<JobPlan> plan_without_blank_pages(const Documents& documents, const PrintJob& job,
                                         const encode::Language& language, const Writing& how,
                                         Cancel& cancel, std::set<PageOf>& left_out);

} // namespace platen::flow
