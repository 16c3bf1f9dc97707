#include "intake/ipp/job_account.h"

#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/pins.h"

#include <chrono>

namespace platen::intake::ipp {

namespace {

using auth::Allowance;

std::int64_t steady_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

Refusal info_needed(std::string what) {
  return {IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED,
          std::move(what) + ": give it as job-account-id=NUMBER:PIN"};
}

Refusal number_wanted(const job::Printer& printer) {
  return info_needed("the printer " + printer.name + " wants the number of a department");
}

Refusal cannot_tell(const Error& error) {
  if (error.code == Errc::denied)
    return {IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED,
            error.message() + ": give the right ones as job-account-id=NUMBER:PIN"};
  return {error.code == Errc::busy ? IPP_STATUS_ERROR_BUSY : status_of(error.code),
          error.message()};
}

using Claim = std::optional<AccountClaim>;

// The number alone stays in `account`. An operator gives a job that waits its department
// without that one's PIN, which nobody but the department may know.
tl::expected<Claim, Refusal> claim_of(const Call& call, const auth::AccountBook& book,
                                      const auth::UserAccount* own, std::string& account) {
  const std::size_t colon = account.find(':');
  const std::string id = account.substr(0, colon);
  std::string pin = colon == account.npos ? "" : account.substr(colon + 1);
  account = id;
  const auto found = book.departments.find(id);
  const bool known = found != book.departments.end();
  if (known && (found->second.hash.empty() ||
                (pin.empty() && call.job != nullptr && call.principal.may_operate())))
    return Claim{};
  if (own != nullptr && !own->department.empty() && own->department == id) return Claim{};
  // Whether there is such a department is not told without its PIN.
  if (pin.empty()) return tl::unexpected(info_needed("the department " + id + " wants its PIN"));
  return Claim({id, std::move(pin)});
}

job::Limit limit_of(job::Limit::Of of, std::string name, const Allowance& allowance, job::Time now,
                    const Calendar& calendar) {
  job::Limit limit;
  limit.of = of;
  limit.name = std::move(name);
  limit.count = allowance.count == Allowance::Count::sheets ? job::Limit::Count::sheets
                                                            : job::Limit::Count::sides;
  limit.most = allowance.most;
  limit.since = period_begin(allowance.period, now, calendar);
  limit.period = auth::to_string(allowance.period);
  return limit;
}

Refusal not_readable(const Error& error) {
  return {IPP_STATUS_ERROR_TEMPORARY,
          "the departments cannot be looked at present: " + error.message()};
}

} // namespace

tl::expected<Claim, Refusal> settle_account(Call& call, std::optional<std::string>& account) {
  const std::string& wanted = call.printer->departments;
  if (call.services.accounts == nullptr || wanted == "none") return Claim{};
  const auto book = call.services.accounts->current();
  if (!book) return tl::unexpected(not_readable(book.error()));
  const auth::UserAccount* const own = (*book)->user(call.user);
  if (!account || account->empty()) {
    if (own != nullptr && !own->department.empty()) account = own->department;
    const bool lacking = (!account || account->empty()) && wanted == "required";
    if (lacking) return tl::unexpected(number_wanted(*call.printer));
    return Claim{};
  }
  if ((*book)->departments.empty() && wanted != "required") return Claim{};
  return claim_of(call, **book, own, *account);
}

void with_proven_account(const std::shared_ptr<Call>& call, Claim claim,
                         std::function<void(std::optional<Refusal>)> next) {
  if (!claim) return next(std::nullopt);
  auto prove = [call, claim = *std::move(claim)] {
    const auth::Guesser who{call->user, call->principal.authenticated(), call->principal.address};
    return call->services.accounts->prove(claim.department, claim.pin, who, steady_ms());
  };
  const auto told = [next = std::move(next)](const Result<void>& proven) {
    next(proven ? std::nullopt : std::optional(cannot_tell(proven.error())));
  };
  if (call->services.pins == nullptr) return told(prove());
  call->services.pins->apart(std::move(prove), told);
}

bool keeps_for_account(const Call& call, const Refusal& lacking) {
  const bool is_lacking = lacking.status == IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED ||
                          lacking.status == IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED;
  return is_lacking && ippGetOperation(call.request.get()) != IPP_OP_VALIDATE_JOB &&
         !must_have(call.request, "job-account-id");
}

void hold_for_account(job::Job& job, const Refusal& lacking) {
  const bool denied = lacking.status == IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED;
  add_reason(job, denied ? reason::account_denied : reason::account_info);
  job.state_message = lacking.message;
  // Others may read these words: the number is not for them, and may be a PIN in the wrong field.
  if (!denied && !job.account_id.empty())
    job.state_message = info_needed("the department wants its PIN").message;
  job.account_id.clear();
}

std::optional<Refusal> lacking_account(const Call& call, job::Job& job) {
  if (call.services.accounts == nullptr || call.printer == nullptr ||
      call.printer->departments != "required" || !job.account_id.empty())
    return std::nullopt;
  const auto book = call.services.accounts->current();
  if (!book) return not_readable(book.error());
  const auth::UserAccount* const own = (*book)->user(job.user);
  if (own == nullptr || own->department.empty()) return number_wanted(*call.printer);
  job.account_id = own->department;
  return std::nullopt;
}

tl::expected<std::shared_ptr<const auth::AccountBook>, Refusal> account_book(const Call& call) {
  if (call.services.accounts == nullptr) return std::make_shared<const auth::AccountBook>();
  auto book = call.services.accounts->current();
  if (!book) return tl::unexpected(not_readable(book.error()));
  return *std::move(book);
}

tl::expected<std::string, Refusal> moved_account(const auth::AccountBook& book, const job::Job& job,
                                                 bool was_proven, const job::Printer& to) {
  if (to.departments == "none") return job.account_id;
  const bool required = to.departments == "required";
  const auth::UserAccount* const user = book.user(job.user);
  const std::string own = user == nullptr ? "" : user->department;
  const std::string& id = job.account_id;
  const std::string there = ": submit it there with job-account-id=NUMBER:PIN";
  const std::string which = "job " + std::to_string(job.id);
  if (id.empty() && own.empty() && required)
    return tl::unexpected(
        Refusal{IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED, "the printer " + to.name +
                                                          " wants the number of a department, "
                                                          "which " +
                                                          which + " has not" +
                                                          (was_proven ? ": give it one first, as "
                                                                        "job-account-id=NUMBER:PIN"
                                                                      : there)});
  if (id.empty()) return own;
  if (book.departments.empty() && !required) return id;
  const auto found = book.departments.find(id);
  const bool known = found != book.departments.end();
  if (known && (was_proven || found->second.hash.empty() || id == own)) return id;
  if (was_proven)
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED,
                                  "there is no department " + id + " any more, for which " + which +
                                      " was to count"});
  return tl::unexpected(Refusal{IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED,
                                "the printer " + to.name + " wants the PIN of the department " +
                                    id + ", for which " + which + " was never asked" + there});
}

std::optional<Refusal> check_allowance(Call& call, const job::Job& job) {
  if (call.services.accounts == nullptr || !call.policy->refuse_beyond_limits) return std::nullopt;
  const auto book = call.services.accounts->current();
  if (!book) return not_readable(book.error());
  for (const job::Limit& limit : limits_of(**book, job, call.services.clock(), system_calendar())) {
    const auto used = call.services.store.counted(limit);
    if (!used) return Refusal{IPP_STATUS_ERROR_TEMPORARY, used.error().message()};
    if (*used >= limit.most)
      return Refusal{IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED, job::beyond(limit, *used, 1)};
  }
  return std::nullopt;
}

std::vector<job::Limit> limits_of(const auth::AccountBook& book, const job::Job& job, job::Time now,
                                  const Calendar& calendar) {
  std::vector<job::Limit> limits;
  if (const auto* user = book.user(job.user); user != nullptr && user->allowance)
    limits.push_back(limit_of(job::Limit::Of::user, job.user, *user->allowance, now, calendar));
  const auto department = book.departments.find(job.account_id);
  if (department != book.departments.end() && department->second.allowance)
    limits.push_back(limit_of(job::Limit::Of::department, job.account_id,
                              *department->second.allowance, now, calendar));
  return limits;
}

job::Time period_begin(Allowance::Period period, job::Time now, const Calendar& calendar) {
  std::tm date = calendar.local(now);
  date.tm_hour = date.tm_min = date.tm_sec = 0;
  if (period == Allowance::Period::week) date.tm_mday -= (date.tm_wday + 6) % 7;
  if (period == Allowance::Period::month) date.tm_mday = 1;
  return calendar.moment(date);
}

} // namespace platen::intake::ipp
