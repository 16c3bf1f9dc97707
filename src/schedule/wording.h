#pragma once

#include "flow/print_flow.h"
#include "job/job.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// The sentences that people read about a job and its printer.
namespace platen::schedule {

// "192.0.2.7 port 9100", or the URI where it has no such form.
std::string address_of(const std::string& device_uri);
// "12:31" in local time, with the date before it when that is not the day of `now`.
std::string clock_time(job::Time time, job::Time now);
// "3 of 10 sheets"; sides where no sheet counts them.
std::string amount(const flow::Progress& progress);
std::string amount(const job::Job& job);
// "the job goes on with sheet 4", or "the job is printed again from its start"
std::string goes_on(std::int32_t sheets_done);
// "release it to print the rest, from sheet 4", or what else releasing it does
std::string when_released(std::int32_t sheets_done);
// None of its sheets counts any more, as its pages or its device are others now: it is printed from
// its start, and its messages say so.
void begin_again(job::Job& job);
// The lines that begin with not_as_asked are these now.
void set_notes(job::Job& job, const std::vector<std::string>& notes);
// What a printer-state-reason means and what to do about it: "paper is jammed: take it out"; empty
// for a reason that speaks for itself.
std::string_view advice(std::string_view reason);
// The reasons in words, and what the device itself says.
std::string device_trouble(const std::vector<std::string>& reasons, const std::string& words);
// How a line of job-detailed-status-messages begins that tells what of a job is not as its client
// asked for (intake/ipp/not_as_asked.h): it stays with the job through all tries.
inline constexpr std::string_view not_as_asked = "not as asked: ";
// "; next try in 8 s"
std::string next_try(std::chrono::milliseconds pause);

} // namespace platen::schedule
