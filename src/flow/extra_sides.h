#pragma once

#include "flow/job_plan.h"

namespace platen::flow {

// Adds the sheets that the ticket wants beside the pages to a plan that has those: job sheets, slips
// and covers. `documents`: as plan_job has them. Errc::invalid where a source does not feed the
// paper; the message names the sheet.
Result<void> add_extra_sides(JobPlan& plan, const Documents& documents);

} // namespace platen::flow
