#pragma once

#include "job/store.h"
#include "model/model.h"

#include <span>
#include <string>
#include <vector>

// What becomes of a job whose device, or whose server, was lost in the midst of it.
namespace platen::schedule {

// printer-error-policy: the words of CUPS, and hold-job. In alphabetical order.
const std::vector<std::string>& error_policies();
// The printer's own; else its model's: "hold-job" where photographs are printed, for paper and ink
// are dear, and "retry-job" elsewhere. `model` may be null.
std::string error_policy(const job::Printer& printer, const model::Model* model);

// A dead server was printing it (job::caught_printing), and nothing has been decided about it yet.
bool is_caught(const job::Job& job);
void settle_caught(job::Job& job, const std::string& policy, job::Time now);
// Decides about all of them, by the policies of their printers; at the start, before anything is
// printed. Where that cannot be written (a full disk), none of them is changed.
Result<void> settle_caught_jobs(job::Store& store, std::span<const model::Model> models,
                                job::Time now);

} // namespace platen::schedule
