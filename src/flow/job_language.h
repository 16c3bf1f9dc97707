#pragma once

#include "encode/language.h"
#include "flow/print_flow.h"

#include <memory>

namespace platen::flow {

// The language of one job: raster for a filter, plain pages for a driverless printer, else its
// model's own.
Result<std::unique_ptr<encode::Language>> job_language(const PrintJob& job);

// The settings as the device is told them: a job whose names are confidential has a neutral one.
model::Ticket told_ticket(const PrintJob& job);

} // namespace platen::flow
