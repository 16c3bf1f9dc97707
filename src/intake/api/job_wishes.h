#pragma once

#include "intake/api/asked.h"

// What bodies say of a job to be made or changed.
namespace platen::intake::api {

// {"options", "hold-until", "pin", "department-pin"} as options of a command line.
Result<model::Options> read_wishes(Body& body);

// "hold-until": a keyword, a time of day, or a moment ("2026-01-31T12:00:00Z").
struct HoldUntil {
  std::string option, value; // job-hold-until or job-hold-until-time
};
HoldUntil hold_until(const std::string& until);

// Adds them to a request for a job of `printer`. Errc::invalid says what would have been right.
Result<void> add_wishes(platen::ipp::Message& request, const platen::ipp::Message& printer,
                        const model::Options& options, std::time_t now);

// Errc::invalid: a job keeps its PIN.
Result<void> check_changeable(const model::Options& options);

// What Get-Printer-Attributes says of the printer of the job that the path names.
Result<platen::ipp::Message> printer_of_job(const PrintServices& services, const Call& call);
// Set-Job-Attributes of that job: all of it, or nothing.
Result<void> change_job(const PrintServices& services, const Call& call,
                        const model::Options& options,
                        const std::optional<std::string>& title = {});

} // namespace platen::intake::api
