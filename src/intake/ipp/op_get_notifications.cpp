#include "intake/ipp/events.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/printers.h"
#include "intake/ipp/uris.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t most_ids = 100;
constexpr std::size_t most_in_answer = 1000;

std::vector<int> integers(const Message& request, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(request.get(), name, IPP_TAG_INTEGER);
  std::vector<int> values;
  for (int i = 0; found != nullptr && i < ippGetCount(found); ++i)
    values.push_back(ippGetInteger(found, i));
  return values;
}

struct Output {
  Call& call;
  ipp_t* reply = call.reply.get();

  void number(ipp_tag_t tag, const char* name, int value) const {
    ippAddInteger(reply, IPP_TAG_EVENT_NOTIFICATION, tag, name, value);
  }
  void text(ipp_tag_t tag, const char* name, const std::string& value) const {
    ippAddString(reply, IPP_TAG_EVENT_NOTIFICATION, tag, name, nullptr, value.c_str());
  }
  void keywords(const char* name, const std::vector<std::string>& values) const {
    if (values.empty()) return text(IPP_TAG_KEYWORD, name, "none");
    std::vector<const char*> pointers;
    for (const std::string& value : values)
      pointers.push_back(value.c_str());
    ippAddStrings(reply, IPP_TAG_EVENT_NOTIFICATION, IPP_TAG_KEYWORD, name,
                  static_cast<int>(pointers.size()), nullptr, pointers.data());
  }
};

// For people: "Job 12 completed", "Printer ir1020: printer-stopped".
std::string sentence(const Notice& notice, const std::string& printer) {
  if (notice.job != 0)
    return "Job " + std::to_string(notice.job) + " on " + printer + ": " +
           std::string(job::to_string(notice.job_state));
  return "Printer " + printer + ": " + std::string(notice.event);
}

// As much of the job as says whose it is.
job::Job owned(const Notice& notice) {
  job::Job job;
  job.printer = notice.printer;
  job.user = notice.job_user;
  job.user_is_proven = notice.job_user_is_proven;
  return job;
}

// RFC 3995 section 9.1, tables 5 to 7.
void write(Call& call, const Subscription& subscription, const Delivered& delivered) {
  const Output out{call};
  const Notice& notice = *delivered.notice;
  const auto printer = printer_with_id(call.services.store, notice.printer);
  out.number(IPP_TAG_INTEGER, "notify-subscription-id", subscription.id);
  if (printer != nullptr) out.text(IPP_TAG_URI, "notify-printer-uri", printer_uri(call, *printer));
  out.text(IPP_TAG_KEYWORD, "notify-subscribed-event", delivered.subscribed);
  out.text(IPP_TAG_KEYWORD, "notify-event", std::string(notice.event));
  out.number(IPP_TAG_INTEGER, "printer-up-time", up_time(notice.up, notice.up));
  ippAddDate(out.reply, IPP_TAG_EVENT_NOTIFICATION, "printer-current-time",
             ippTimeToDate(static_cast<std::time_t>(notice.time)));
  out.number(IPP_TAG_INTEGER, "notify-sequence-number", delivered.sequence);
  out.text(IPP_TAG_CHARSET, "notify-charset", "utf-8");
  out.text(IPP_TAG_LANGUAGE, "notify-natural-language", subscription.language);
  out.text(IPP_TAG_TEXT, "notify-text",
           sentence(notice, printer != nullptr ? printer->name : "removed"));
  if (!subscription.user_data.empty())
    ippAddOctetString(out.reply, IPP_TAG_EVENT_NOTIFICATION, "notify-user-data",
                      subscription.user_data.data(),
                      static_cast<int>(subscription.user_data.size()));
  if (printer != nullptr) out.text(IPP_TAG_NAME, "printer-name", printer->name);
  out.number(IPP_TAG_ENUM, "printer-state", static_cast<int>(notice.printer_state));
  out.keywords("printer-state-reasons", notice.printer_reasons);
  ippAddBoolean(out.reply, IPP_TAG_EVENT_NOTIFICATION, "printer-is-accepting-jobs",
                notice.accepting ? 1 : 0);
  if (notice.job == 0) return;
  out.number(IPP_TAG_INTEGER, "notify-job-id", notice.job);
  out.number(IPP_TAG_INTEGER, "job-id", notice.job);
  out.number(IPP_TAG_ENUM, "job-state", static_cast<int>(notice.job_state));
  out.keywords("job-state-reasons", notice.job_reasons);
  out.number(IPP_TAG_INTEGER, "job-impressions-completed", notice.impressions);
  if (may_see_names(call, owned(notice))) out.text(IPP_TAG_NAME, "job-name", notice.job_name);
}

bool may_use(const Call& call, const Subscription& subscription) {
  if (call.principal.may_operate()) return true;
  return subscription.user == (subscription.user_is_proven ? call.principal.name : call.user);
}

struct Asked {
  std::vector<Subscription> subscriptions;
  std::vector<int> first; // sequence numbers, as many or fewer
};

Result<Asked> read_asked(const Call& call) {
  const auto ids = integers(call.request, "notify-subscription-ids");
  if (ids.empty()) return fail(Errc::malformed, "notify-subscription-ids is missing");
  if (ids.size() > most_ids) return fail(Errc::limit, "too many notify-subscription-ids");
  Asked asked{{}, integers(call.request, "notify-sequence-numbers")};
  for (const int id : ids) {
    auto found = call.services.events.find(id);
    if (!found) return fail(Errc::not_found, "there is no subscription " + std::to_string(id));
    if (!may_use(call, *found))
      return fail(Errc::denied, "subscription " + std::to_string(id) + " belongs to somebody else");
    asked.subscriptions.push_back(*std::move(found));
  }
  return asked;
}

} // namespace

// RFC 3996 section 5. A client that wants to wait (notify-wait) is told when to ask again, as
// section 5.2.1 allows: a held connection for each of them would cost more than it brings.
void get_notifications(const std::shared_ptr<Call>& call) {
  const auto asked = read_asked(*call);
  if (!asked) return call->answer(asked.error());
  struct Found {
    const Subscription* subscription;
    std::vector<Delivered> events;
  };
  std::vector<Found> found;
  bool complete = true;
  std::size_t count = 0;
  for (std::size_t i = 0; i < asked->subscriptions.size(); ++i) {
    const Subscription& subscription = asked->subscriptions[i];
    auto got =
        call->services.events.get(subscription.id, i < asked->first.size() ? asked->first[i] : 1);
    if (!got) continue; // it ended a moment ago
    complete = complete && got->complete;
    count += got->events.size();
    found.push_back({&subscription, std::move(got->events)});
  }
  ipp_t* const reply = call->reply.get();
  if (!complete)
    ippAddInteger(reply, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-get-interval",
                  notify_interval);
  ippAddInteger(reply, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "printer-up-time", up_time(*call));
  std::size_t written = 0;
  for (const Found& one : found)
    for (const Delivered& event : one.events) {
      if (written == most_in_answer) break;
      if (event.notice->job != 0 && !may_see(*call, owned(*event.notice))) {
        --count;
        continue;
      }
      if (written++ > 0) ippAddSeparator(reply);
      write(*call, *one.subscription, event);
    }
  const bool all = complete && written == count;
  call->answer(all ? IPP_STATUS_OK_EVENTS_COMPLETE : IPP_STATUS_OK);
}

} // namespace platen::intake::ipp
