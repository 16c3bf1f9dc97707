#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/handlers.h"
#include "wire/ipp/account_operation.h"
#include "wire/ipp/dates.h"

#include <algorithm>
#include <limits>

namespace platen::intake::ipp {

namespace {

constexpr std::int64_t most_integer = std::numeric_limits<std::int32_t>::max();

// The moment of a dateTime attribute, or `otherwise` where there is none.
Result<job::Time> moment(const Call& call, const char* name, job::Time otherwise) {
  ipp_attribute_t* const found = ippFindAttribute(call.request.get(), name, IPP_TAG_DATE);
  if (found == nullptr) return otherwise;
  const auto moment = platen::ipp::moment_of(ippGetDate(found, 0));
  if (!moment) return fail(Errc::invalid, std::string(name) + " is no date");
  return job::Time{*moment};
}

Result<job::AccountQuery> query_of(const Call& call) {
  job::AccountQuery query;
  TRY(query.from, moment(call, "platen-completed-from", query.from));
  TRY(query.to, moment(call, "platen-completed-before", query.to));
  query.after = static_cast<job::JobId>(
      call.request.integer(IPP_TAG_OPERATION, "platen-after-job-id").value_or(0));
  return query;
}

// Under the names that a job has for the same.
void write_entry(const job::AccountEntry& entry, const AttributeWriter& out) {
  out.integer("job-id", entry.job);
  out.enumeration("job-state", static_cast<int>(entry.result));
  out.date("date-time-at-completed", entry.ended);
  out.name("printer-name", entry.printer);
  out.name("job-originating-user-name", entry.user);
  if (!entry.department.empty()) out.name("job-account-id", entry.department);
  if (!entry.name.empty()) out.name("job-name", entry.name);
  if (!entry.media.empty()) out.keyword("media", entry.media);
  out.keyword("print-color-mode", entry.color ? "color" : "monochrome");
  out.integer("copies", entry.copies);
  out.integer("job-media-sheets-completed", std::min(entry.sheets, most_integer));
  out.integer("job-impressions-completed", std::min(entry.sides, most_integer));
}

} // namespace

// One piece of the account: whoever wants all of it asks again, from the end of the last entry on.
// So neither side holds more of it than a piece.
void get_account(const std::shared_ptr<Call>& call) {
  const std::int32_t most = platen::ipp::account_entries_at_once;
  const std::int32_t limit = call->request.integer(IPP_TAG_OPERATION, "limit").value_or(most);
  if (limit < 1) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "limit begins at 1");
  const auto query = query_of(*call);
  if (!query) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, query.error().what);
  const AttributeWriter out(call->reply.get(), IPP_TAG_JOB);
  std::int32_t count = 0;
  const auto read = call->services.store.each_entry(*query, [&](const job::AccountEntry& entry) {
    if (count > 0) ippAddSeparator(call->reply.get());
    write_entry(entry, out);
    return ++count < std::min(limit, most);
  });
  if (!read) return call->answer(read.error());
  call->answer(IPP_STATUS_OK);
}

} // namespace platen::intake::ipp
