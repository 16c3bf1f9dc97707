#pragma once

#include "flow/job_plan.h"

#include <span>

namespace platen::flow {

// A job's documents without its job sheet.
using OwnDocuments = std::span<const std::unique_ptr<render::Document>>;
OwnDocuments own_documents(const Documents& documents, const model::Ticket& ticket);

// Where the ticket asks for one, adds the job sheet as the last document: a page that says whose job
// it is, when it came and what is in it. Errors: those of the worker that sets it.
Result<void> add_job_sheet(Documents& documents, const PrintJob& job, const Cancel& cancel);

} // namespace platen::flow
