#pragma once

#include "flow/print_flow.h"
#include "schedule/print_job.h"
#include "schedule/shared.h"
#include "schedule/verdict.h"

// The changes that a session makes to the record of its job. Each refuses with Errc::conflict when
// the job is no longer what the session believes: then somebody else has decided about it. That
// another printer's session prints it now is such a case, so all but the last know their printer.
namespace platen::schedule {

job::Counters counters_of(const flow::Progress& progress);

// pending -> processing on that stock; or what `policy` says of a job that a dead server was
// printing, where that could not be written at the start.
job::Store::JobEdit claim(job::PrinterId printer, std::string policy, job::Time now,
                          Stock stock = {});
// How far it has come, and what keeps it: empty, or a sentence.
job::Store::JobEdit come_along(job::PrinterId printer, const flow::Progress& progress,
                               std::string trouble);
// processing -> what the verdict says; `message` is the verdict's with what was added to it.
job::Store::JobEdit conclude(job::PrinterId printer, const Verdict& verdict, std::string message,
                             const flow::PrintReport& report, std::string actual, job::Time now);
// processing -> pending, untouched by any failure
job::Store::JobEdit give_back(job::PrinterId printer, std::string reason, std::string message,
                              const flow::Progress& progress);
// The last figures of a job that was canceled or suspended while it was sent.
job::Store::JobEdit note_canceled(job::PrinterId printer, const flow::Progress& progress);
// Any state -> canceled, for Scheduler::cancel().
job::Store::JobEdit cancel(job::Store::JobEdit check, job::Time now);

} // namespace platen::schedule
