#pragma once

#include "flow/prepared_job.h"
#include "job/job.h"

#include <string>
#include <vector>

namespace platen::schedule {

// What a try to print a job means for the job, its printer and the next try. A sentence that ends a
// try may get "; next try in 8 s" behind it.
struct Verdict {
  enum class Then : std::uint8_t {
    completed,
    aborted,      // the job cannot be printed; the next one goes on
    again,        // pending, tried again after a pause
    held,         // until somebody releases it
    stop_printer, // pending, and the printer pauses
  };
  Then then = Then::completed;
  std::vector<std::string> job_reasons;     // job-state-reasons
  std::string message;                      // in words, for the job and, on `again`, the printer
  std::vector<std::string> detailed;        // job-detailed-status-messages
  std::vector<std::string> printer_reasons; // printer-state-reasons until it works again
  bool device_lost = false;                 // in the midst of the job
  bool at_once = false;                     // `again` without a pause
};

// What is known beside the outcome itself.
struct Tries {
  std::int32_t lost = 0;    // how often the device was lost in the midst of this job before,
                            // without having taken more of it
  std::int32_t failing = 0; // how often this job could not be prepared for want of resources
  job::Time since = 0;      // when the device began to fail; now, if it did not fail before
  job::Time now = 0;
  bool abort_beyond_limits = false; // what does not fit in a limit; else it is held
};

// For an outcome that nobody asked for (Fault::cancelled is the caller's affair). `policy`: one of
// error_policies().
Verdict judge(const flow::Delivered& outcome, const job::Printer& printer,
              const std::string& policy, const Tries& tries);
// A job for which no ticket can be made any more (Errc::invalid: it is held), or whose documents
// are gone.
Verdict judge_unprepared(const Error& error, const job::Printer& printer, const Tries& tries);
// Disk, memory, descriptors or the like were short: that passes.
bool lacks_resources(Errc code);

} // namespace platen::schedule
