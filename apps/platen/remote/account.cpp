#include "remote/account.h"

#include "remote/records.h"
#include "wire/ipp/account_operation.h"

namespace platen::app {

namespace {

using job::AccountEntry;
using job::AccountQuery;

Request request_for(const Session& session, const AccountQuery& query) {
  const AccountQuery everything;
  Request request = session.system_request(platen::ipp::get_account_operation);
  const auto date = [&](const char* name, job::Time moment) {
    ippAddDate(request.get(), IPP_TAG_OPERATION, name, ippTimeToDate(moment));
  };
  if (query.from != everything.from) date("platen-completed-from", query.from);
  if (query.to != everything.to) date("platen-completed-before", query.to);
  const auto integer = [&](const char* name, std::int32_t value) {
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, value);
  };
  if (query.after != 0) integer("platen-after-job-id", static_cast<std::int32_t>(query.after));
  integer("limit", platen::ipp::account_entries_at_once);
  return request;
}

Result<AccountEntry> entry_in(const Record& record) {
  AccountEntry entry;
  const auto id = record.integer("job-id");
  const auto state = record.integer("job-state");
  const auto ended = record.moment("date-time-at-completed");
  const bool whole = id && *id > 0 && ended && state &&
                     *state >= static_cast<int>(job::JobState::canceled) &&
                     *state <= static_cast<int>(job::JobState::completed);
  if (!whole)
    return fail(Errc::malformed, "the server's account of what was printed has an entry "
                                 "without job-id, job-state or date-time-at-completed");
  entry.job = static_cast<job::JobId>(*id);
  entry.result = static_cast<job::JobState>(*state);
  entry.ended = *ended;
  entry.printer = record.text("printer-name");
  entry.user = record.text("job-originating-user-name");
  entry.department = record.text("job-account-id");
  entry.name = record.text("job-name");
  entry.media = record.text("media");
  entry.color = record.text("print-color-mode") == "color";
  entry.copies = record.integer("copies").value_or(1);
  entry.sheets = record.integer("job-media-sheets-completed").value_or(0);
  entry.sides = record.integer("job-impressions-completed").value_or(0);
  return entry;
}

} // namespace

Result<void> each_entry(Session& session, const AccountQuery& query,
                        const std::function<bool(const AccountEntry&)>& each) {
  for (AccountQuery rest = query;;) {
    TRY(const auto answer, session.ask(request_for(session, rest)));
    const auto records = records_of(answer, IPP_TAG_JOB);
    for (const Record& record : records) {
      TRY(const AccountEntry entry, entry_in(record));
      const bool forward =
          entry.ended > rest.from || (entry.ended == rest.from && entry.job > rest.after);
      if (!forward) return fail(Errc::malformed, "the server tells entries of its account twice");
      if (!each(entry)) return {};
      rest.from = entry.ended;
      rest.after = entry.job;
    }
    if (records.size() < static_cast<std::size_t>(platen::ipp::account_entries_at_once)) return {};
  }
}

} // namespace platen::app
