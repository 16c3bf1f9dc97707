#pragma once

#include "model/model.h"
#include "wire/ipp/message.h"

namespace platen::app {

// Adds what -o says to a request that makes or changes a job of `printer`, an answer to
// Get-Printer-Attributes; the PIN of a department that job-account-id names without one comes from
// PLATEN_DEPARTMENT_PIN. Errors: those of client::add_job_settings().
Result<void> add_job_settings(platen::ipp::Message& request, const platen::ipp::Message& printer,
                              const model::Options& settings);

} // namespace platen::app
