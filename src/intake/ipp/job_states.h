#pragma once

#include "intake/ipp/hold_times.h"
#include "job/job.h"

#include <string>
#include <string_view>

// What operations do to a job's state: edits for Store::JobEdit, which check and change in one
// step.
namespace platen::intake::ipp {

// job-state-reasons that keep a job in pending-held.
namespace reason {
inline constexpr std::string_view incoming = "job-incoming"; // documents may follow
inline constexpr std::string_view hold_until = "job-hold-until-specified";
inline constexpr std::string_view on_create = "job-held-on-create"; // Hold-New-Jobs (RFC 3998)
inline constexpr std::string_view password = "job-password-wait";
inline constexpr std::string_view suspended = "job-suspended";
// Its department is not proven (PWG 5100.16): none was named, or without its PIN; or a wrong one.
inline constexpr std::string_view account_info = "account-info-needed";
inline constexpr std::string_view account_denied = "account-authorization-failed";
// It asks for a language that the printer does not have (PWG 5100.3 section 6.1).
inline constexpr std::string_view language = "resources-are-not-supported";
} // namespace reason
bool holds(std::string_view reason);

bool has_reason(const job::Job& job, std::string_view reason);
void add_reason(job::Job& job, std::string_view reason);
void drop_reason(job::Job& job, std::string_view reason);

// Released or not, such a job does not print before somebody names a department that is proven.
bool waits_for_account(const job::Job& job);
// Ends with what they wait for, and the words about it.
void end_account_hold(job::Job& job);
void end_language_hold(job::Job& job);

// Pending or held, as the reasons of a job that does not print say. A release time acts only while
// nothing else holds the job; until then the record keeps it negated, so that the store passes it
// over.
void settle_state(job::Job& job);
job::Time hold_time(const job::Job& job); // release time, acting or not; 0: none

// A hold from job-hold-until or job-hold-until-time.
struct Hold {
  std::string keyword = "indefinite"; // of job-hold-until; "no-hold" with a time
  Release release{true, 0};
};
void set_hold(job::Job& job, const Hold& hold);

// Hold-Job, Release-Job, Restart-Job, Resume-Job, Suspend-Current-Job (RFC 8011 sections 4.3.5 to
// 4.3.7, RFC 3998). Errc::conflict where the standard's table says client-error-not-possible.
Result<void> hold_job(job::Job& job, const Hold& hold);
Result<void> release_job(job::Job& job);
Result<void> restart_job(job::Job& job, const Hold& hold);
Result<void> suspend_job(job::Job& job);
Result<void> resume_job(job::Job& job);
// No more documents follow. Errc::conflict when none had to.
Result<void> close_job(job::Job& job);
// Errc::conflict: it has finished.
Result<void> check_unfinished(const job::Job& job);
// Errc::conflict: it has begun or finished.
Result<void> check_unstarted(const job::Job& job);

} // namespace platen::intake::ipp
