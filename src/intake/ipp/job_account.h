#pragma once

#include "intake/ipp/hold_times.h"
#include "intake/ipp/operation.h"
#include "job/account.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Whose account a job is written to, and what may still be printed on it.
namespace platen::intake::ipp {

// A department that a request names with a PIN, which is still to be proven.
struct AccountClaim {
  std::string department, pin;
};

// `account` is job-account-id as the client sent it, "NUMBER" or "NUMBER:PIN"; afterwards it is the
// number of the department that the job counts for, without a PIN, and that of the user where none
// was named. The answer is what is still to be proven, if anything; a refusal says what is lacking
// (PWG 5100.16: client-error-account-info-needed). Where there are no departments, or the printer
// does not want any, it stays as it is.
tl::expected<std::optional<AccountClaim>, Refusal>
settle_account(Call& call, std::optional<std::string>& account);

// Tries the PIN, on the thread of Pins, and goes on there; at once where there is no claim. The
// refusal is client-error-account-authorization-failed for a wrong one, server-error-busy where too
// many were wrong, and nothing where it is right.
void with_proven_account(const std::shared_ptr<Call>& call, std::optional<AccountClaim> claim,
                         std::function<void(std::optional<Refusal>)> next);

// Whether a job is kept, held until somebody names a department that is proven, rather than refused
// for this: what is lacking is an account, and the client did not ask to be told
// (ipp-attribute-fidelity, job-mandatory-attributes, Validate-Job).
bool keeps_for_account(const Call& call, const Refusal& lacking);
// Makes it wait so; its state is settled afterwards. It counts for no department.
void hold_for_account(job::Job& job, const Refusal& lacking);
// For a job that begins anew, as it was or with what waited: what is lacking of its account, if
// anything. `job` gets the department of its user where it has none.
std::optional<Refusal> lacking_account(const Call& call, job::Job& job);

// The account of a job that comes to the printer `to` from another one, which had looked at it
// (`was_proven`) or not. A refusal where `to` wants one that the job has not, or one whose PIN was
// never given.
tl::expected<std::string, Refusal> moved_account(const auth::AccountBook& book, const job::Job& job,
                                                 bool was_proven, const job::Printer& to);
// The departments and limits; a refusal where they cannot be read. Empty ones where there are none.
tl::expected<std::shared_ptr<const auth::AccountBook>, Refusal> account_book(const Call& call);

// When the policy is to refuse them: client-error-account-limit-reached for a job of somebody who
// may print no more. What a job needs is not known yet; before it is printed it is looked at again.
std::optional<Refusal> check_allowance(Call& call, const job::Job& job);

// What the job's user and department may print in the present day, week or month.
std::vector<job::Limit> limits_of(const auth::AccountBook& book, const job::Job& job, job::Time now,
                                  const Calendar& calendar);
// The first moment of the local day, week (from Monday) or month.
job::Time period_begin(auth::Allowance::Period period, job::Time now, const Calendar& calendar);

} // namespace platen::intake::ipp
