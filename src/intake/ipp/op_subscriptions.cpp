#include "intake/ipp/dispatch.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/printers.h"
#include "intake/ipp/requested.h"
#include "intake/ipp/subscribe.h"
#include "intake/ipp/uris.h"

namespace platen::intake::ipp {

namespace {

constexpr const char* group_name = "subscription-description";
constexpr const char* template_name = "subscription-template";

bool may_use(const Call& call, const Subscription& subscription) {
  if (call.principal.may_operate()) return true;
  return subscription.user == (subscription.user_is_proven ? call.principal.name : call.user);
}

void answer_made(const std::shared_ptr<Call>& call, const SubscribeResult& result) {
  if (result.made.empty() && result.refused == 0)
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request has no subscription attributes");
  if (result.refused == 0) return call->answer(IPP_STATUS_OK);
  call->answer(result.made.empty() ? IPP_STATUS_ERROR_IGNORED_ALL_SUBSCRIPTIONS
                                   : IPP_STATUS_OK_IGNORED_SUBSCRIPTIONS);
}

// The store's refusal; what the reply had of success goes.
void answer_unsaved(const std::shared_ptr<Call>& call, const Error& error) {
  call->reply = begin_reply(call->request);
  answer_store(call, error);
}

struct Writer {
  Call& call;
  const Requested& requested;
  const Subscription& subscription;

  bool wants(const char* name) const {
    return requested.wants(name, group_name) || requested.wants(name, template_name);
  }
  void number(const char* name, std::int32_t value) const {
    if (wants(name))
      ippAddInteger(call.reply.get(), IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, name, value);
  }
  void text(ipp_tag_t tag, const char* name, const std::string& value) const {
    if (wants(name))
      ippAddString(call.reply.get(), IPP_TAG_SUBSCRIPTION, tag, name, nullptr, value.c_str());
  }
};

void write_subscription(Call& call, const Requested& requested, const Subscription& subscription) {
  const Writer out{call, requested, subscription};
  ipp_t* const reply = call.reply.get();
  out.number("notify-subscription-id", subscription.id);
  if (out.wants("notify-events")) {
    std::vector<const char*> events;
    for (const std::string& event : subscription.events)
      events.push_back(event.c_str());
    ippAddStrings(reply, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-events",
                  static_cast<int>(events.size()), nullptr, events.data());
  }
  out.text(IPP_TAG_KEYWORD, "notify-pull-method", "ippget");
  out.text(IPP_TAG_NAME, "notify-subscriber-user-name", subscription.user);
  out.text(IPP_TAG_CHARSET, "notify-charset", "utf-8");
  out.text(IPP_TAG_LANGUAGE, "notify-natural-language", subscription.language);
  out.number("notify-sequence-number", subscription.sequence);
  out.number("notify-time-interval", subscription.interval);
  if (out.wants("notify-user-data") && !subscription.user_data.empty())
    ippAddOctetString(reply, IPP_TAG_SUBSCRIPTION, "notify-user-data",
                      subscription.user_data.data(),
                      static_cast<int>(subscription.user_data.size()));
  if (subscription.job != 0) {
    out.number("notify-job-id", subscription.job);
  } else {
    out.number("notify-lease-duration", subscription.lease);
    out.number("notify-lease-expiration-time",
               future_up_time(subscription.expires, call.services.up->now()));
  }
  out.number("notify-printer-up-time", up_time(call));
  const auto printer = printer_with_id(call.services.store, subscription.printer);
  if (printer != nullptr) out.text(IPP_TAG_URI, "notify-printer-uri", printer_uri(call, *printer));
}

// The subscription that the request names, if the caller may use it; answers otherwise.
std::optional<Subscription> named(const std::shared_ptr<Call>& call) {
  const auto id = call->request.integer(IPP_TAG_OPERATION, "notify-subscription-id");
  if (!id) {
    call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "notify-subscription-id is missing");
    return std::nullopt;
  }
  auto found = call->services.events.find(*id);
  if (!found) {
    call->answer(IPP_STATUS_ERROR_NOT_FOUND, "there is no subscription " + std::to_string(*id));
  } else if (!may_use(*call, *found)) {
    call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED, "the subscription belongs to somebody else");
    found.reset();
  }
  return found;
}

// A change that is lost on a full disk is lost with the memory as well, at the next start: the
// client is told so.
void answer_when_saved(const std::shared_ptr<Call>& call) {
  call->services.events.save([call](const Result<void>& saved) {
    if (!saved) return answer_unsaved(call, saved.error());
    call->answer(IPP_STATUS_OK);
  });
}

bool is_listed(const Call& call, const Subscription& subscription, job::JobId job, bool mine) {
  if (subscription.job != job) return false;
  if (job == 0 && call.printer != nullptr && subscription.printer != 0 &&
      subscription.printer != call.printer->id)
    return false;
  return !mine || subscription.user == call.user;
}

} // namespace

// RFC 3995 section 11.1.2.
void create_printer_subscriptions(const std::shared_ptr<Call>& call) {
  const SubscribeResult result = subscribe_groups(*call, 0);
  if (result.made.empty()) return answer_made(call, result);
  call->services.events.save([call, result](const Result<void>& saved) {
    if (saved) return answer_made(call, result);
    for (const SubscriptionId id : result.made)
      static_cast<void>(call->services.events.cancel(id).has_value()); // as if never made
    answer_unsaved(call, saved.error());
  });
}

// RFC 3995 section 11.1.1.
void create_job_subscriptions(const std::shared_ptr<Call>& call) {
  const auto id = call->request.integer(IPP_TAG_OPERATION, "notify-job-id");
  if (!id) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "notify-job-id is missing");
  const auto job = call->services.store.job(*id);
  if (!job) return call->answer(job.error());
  if (!may_change(*call, *job))
    return call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED, "the job belongs to somebody else");
  if (job::is_finished(job->state))
    return call->answer(IPP_STATUS_ERROR_NOT_POSSIBLE, "the job has ended");
  answer_made(call, subscribe_groups(*call, *id));
}

// RFC 3995 section 11.2.4.
void get_subscription_attributes(const std::shared_ptr<Call>& call) {
  const auto subscription = named(call);
  if (!subscription) return;
  write_subscription(*call, Requested(call->request, {"all"}), *subscription);
  call->answer(IPP_STATUS_OK);
}

// RFC 3995 section 11.2.5.
void get_subscriptions(const std::shared_ptr<Call>& call) {
  const job::JobId job = call->request.integer(IPP_TAG_OPERATION, "notify-job-id").value_or(0);
  const bool mine = call->request.boolean(IPP_TAG_OPERATION, "my-subscriptions").value_or(false);
  const int limit = call->request.integer(IPP_TAG_OPERATION, "limit").value_or(0x7fff'ffff);
  const Requested requested(call->request, {"notify-subscription-id"});
  int count = 0;
  for (const Subscription& subscription : call->services.events.all()) {
    if (!is_listed(*call, subscription, job, mine) || !may_use(*call, subscription)) continue;
    if (count == limit) break;
    if (count++ > 0) ippAddSeparator(call->reply.get());
    write_subscription(*call, requested, subscription);
  }
  call->answer(IPP_STATUS_OK);
}

// RFC 3995 section 11.2.6.
void renew_subscription(const std::shared_ptr<Call>& call) {
  const auto subscription = named(call);
  if (!subscription) return;
  const auto lease = call->request.integer(IPP_TAG_OPERATION, "notify-lease-duration");
  const auto renewed = call->services.events.renew(subscription->id, lease.value_or(lease_default));
  if (!renewed) return call->answer(renewed.error());
  ippAddInteger(call->reply.get(), IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-lease-duration",
                renewed->lease);
  if (renewed->job != 0) return call->answer(IPP_STATUS_OK);
  answer_when_saved(call);
}

// RFC 3995 section 11.2.7.
void cancel_subscription(const std::shared_ptr<Call>& call) {
  const auto subscription = named(call);
  if (!subscription) return;
  const auto canceled = call->services.events.cancel(subscription->id);
  if (!canceled) return call->answer(canceled.error());
  if (subscription->job != 0) return call->answer(IPP_STATUS_OK);
  answer_when_saved(call);
}

} // namespace platen::intake::ipp
