#pragma once

#include "intake/api/print_routes.h"
#include "model/model.h"

namespace platen::intake::api {

// What somebody says of a job to come (as for POST jobs), as options of the model: by the way that
// a job's own settings go. What steers the job and not its pages is left out. Errors: those of
// making the job.
Result<model::Options> page_options(const PrintServices& services, const Call& call,
                                    const std::string& printer, const model::Model& model,
                                    const model::Options& said);

} // namespace platen::intake::api
