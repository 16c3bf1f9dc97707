#include "intake/ipp/job_account.h"

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

Refusal cannot_tell(const Error& error) {
  if (error.code == Errc::busy) return {IPP_STATUS_ERROR_BUSY, error.message()};
  return {IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED, error.message()};
}

std::optional<Refusal> prove(Call& call, const auth::AccountBook& book,
                             const auth::UserAccount* own, std::string& account) {
  const std::size_t colon = account.find(':');
  const std::string id = account.substr(0, colon);
  const std::string pin = colon == account.npos ? "" : account.substr(colon + 1);
  account = id;
  const auto found = book.departments.find(id);
  const bool open = found != book.departments.end() && found->second.hash.empty();
  if (open || (own != nullptr && !own->department.empty() && own->department == id))
    return std::nullopt;
  // Whether there is such a department is not told without its PIN.
  if (pin.empty()) return info_needed("the department " + id + " wants its PIN");
  const auto proven = call.services.accounts->prove(
      id, pin, {call.user, call.principal.authenticated(), call.principal.address}, steady_ms());
  return proven ? std::nullopt : std::optional(cannot_tell(proven.error()));
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

std::optional<Refusal> settle_account(Call& call, std::optional<std::string>& account) {
  const std::string& wanted = call.printer->departments;
  if (call.services.accounts == nullptr || wanted == "none") return std::nullopt;
  const auto book = call.services.accounts->current();
  if (!book) return not_readable(book.error());
  const auth::UserAccount* const own = (*book)->user(call.user);
  if (!account || account->empty()) {
    if (own != nullptr && !own->department.empty()) account = own->department;
    const bool lacking = (!account || account->empty()) && wanted == "required";
    return lacking ? std::optional(info_needed("the printer " + call.printer->name +
                                               " wants the number of a department"))
                   : std::nullopt;
  }
  if ((*book)->departments.empty() && wanted != "required") return std::nullopt;
  return prove(call, **book, own, *account);
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
