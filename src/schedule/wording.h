#pragma once

#include "flow/print_flow.h"
#include "job/job.h"

#include <chrono>
#include <string>

// The sentences that people read about a job and its printer.
namespace platen::schedule {

// "192.0.2.7 port 9100", or the URI where it has no such form.
std::string address_of(const std::string& device_uri);
// "12:31" in local time, with the date before it when that is not the day of `now`.
std::string clock_time(job::Time time, job::Time now);
// "3 of 10 sheets"; sides where no sheet counts them.
std::string amount(const flow::Progress& progress);
// "; next try in 8 s"
std::string next_try(std::chrono::milliseconds pause);

} // namespace platen::schedule
