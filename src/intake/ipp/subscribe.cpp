#include "intake/ipp/subscribe.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t most_user_data = 63; // RFC 3995 section 5.3.4
using Group = std::vector<ipp_attribute_t*>;

std::vector<Group> subscription_groups(const Message& request) {
  std::vector<Group> groups;
  bool begun = false;
  for (ipp_attribute_t* attribute = ippFirstAttribute(request.get()); attribute != nullptr;
       attribute = ippNextAttribute(request.get())) {
    if (ippGetName(attribute) == nullptr || ippGetGroupTag(attribute) != IPP_TAG_SUBSCRIPTION) {
      begun = false;
      continue;
    }
    if (!begun) groups.emplace_back();
    begun = true;
    groups.back().push_back(attribute);
  }
  return groups;
}

ipp_attribute_t* find(const Group& group, std::string_view name) {
  const auto found = std::find_if(group.begin(), group.end(), [&](ipp_attribute_t* attribute) {
    return name == ippGetName(attribute);
  });
  return found == group.end() ? nullptr : *found;
}

struct Outcome {
  Subscription subscription;
  ipp_status_t status = IPP_STATUS_OK;
};

bool read_events(ipp_attribute_t* attribute, Subscription& into) {
  if (attribute == nullptr) {
    into.events.emplace_back(notify_event_default);
    return true;
  }
  if (ippGetValueTag(attribute) != IPP_TAG_KEYWORD || ippGetCount(attribute) > notify_max_events)
    return false;
  const auto known = notify_events();
  for (int i = 0; i < ippGetCount(attribute); ++i) {
    const std::string_view event = ippGetString(attribute, i, nullptr);
    if (event == "none") continue;
    if (std::find(known.begin(), known.end(), event) == known.end()) continue; // ignored: 5.3.3.1
    into.events.emplace_back(event);
  }
  return !into.events.empty() || ippGetCount(attribute) == 0;
}

ipp_status_t check_method(const Group& group) {
  ipp_attribute_t* const method = find(group, "notify-pull-method");
  if (find(group, "notify-recipient-uri") != nullptr)
    return method != nullptr ? IPP_STATUS_ERROR_BAD_REQUEST : IPP_STATUS_ERROR_URI_SCHEME;
  if (method == nullptr) return IPP_STATUS_ERROR_BAD_REQUEST;
  const char* const keyword =
      ippGetValueTag(method) == IPP_TAG_KEYWORD ? ippGetString(method, 0, nullptr) : nullptr;
  const bool known = keyword != nullptr && std::string_view(keyword) == "ippget";
  return known ? IPP_STATUS_OK : IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES;
}

ipp_status_t read_details(const Group& group, Subscription& into) {
  if (ipp_attribute_t* const data = find(group, "notify-user-data"); data != nullptr) {
    int length = 0;
    const void* const octets =
        ippGetValueTag(data) == IPP_TAG_STRING ? ippGetOctetString(data, 0, &length) : nullptr;
    if (octets == nullptr || static_cast<std::size_t>(length) > most_user_data)
      return IPP_STATUS_ERROR_REQUEST_VALUE;
    into.user_data.assign(static_cast<const char*>(octets), static_cast<std::size_t>(length));
  }
  into.lease = lease_default;
  if (ipp_attribute_t* const lease = find(group, "notify-lease-duration");
      lease != nullptr && ippGetValueTag(lease) == IPP_TAG_INTEGER)
    into.lease = ippGetInteger(lease, 0);
  if (ipp_attribute_t* const interval = find(group, "notify-time-interval");
      interval != nullptr && ippGetValueTag(interval) == IPP_TAG_INTEGER)
    into.interval = ippGetInteger(interval, 0);
  return IPP_STATUS_OK;
}

Outcome subscribe_one(Call& call, const Group& group, job::JobId job) {
  Outcome outcome;
  Subscription& wanted = outcome.subscription;
  wanted.printer = call.printer == nullptr ? 0 : call.printer->id;
  wanted.job = job;
  wanted.user = call.user;
  wanted.user_is_proven = call.principal.authenticated();
  outcome.status = check_method(group);
  if (outcome.status != IPP_STATUS_OK) return outcome;
  outcome.status = read_details(group, wanted);
  if (outcome.status != IPP_STATUS_OK) return outcome;
  if (!read_events(find(group, "notify-events"), wanted)) {
    outcome.status = IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES;
    return outcome;
  }
  auto made = call.services.events.subscribe(std::move(wanted));
  if (made) {
    outcome.subscription = *std::move(made);
  } else {
    outcome.status = IPP_STATUS_ERROR_TOO_MANY_SUBSCRIPTIONS;
  }
  return outcome;
}

void write(Call& call, const Outcome& outcome, bool first) {
  ipp_t* const reply = call.reply.get();
  if (!first) ippAddSeparator(reply);
  if (outcome.status != IPP_STATUS_OK) {
    ippAddInteger(reply, IPP_TAG_SUBSCRIPTION, IPP_TAG_ENUM, "notify-status-code",
                  static_cast<int>(outcome.status));
    return;
  }
  ippAddInteger(reply, IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-subscription-id",
                outcome.subscription.id);
  if (outcome.subscription.job == 0)
    ippAddInteger(reply, IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-lease-duration",
                  outcome.subscription.lease);
}

} // namespace

SubscribeResult subscribe_groups(Call& call, job::JobId job) {
  SubscribeResult result;
  for (const Group& group : subscription_groups(call.request)) {
    const Outcome outcome = subscribe_one(call, group, job);
    write(call, outcome, result.made.empty() && result.refused == 0);
    if (outcome.status == IPP_STATUS_OK) {
      result.made.push_back(outcome.subscription.id);
    } else {
      ++result.refused;
    }
  }
  return result;
}

bool subscribe_in_request(Call& call, job::JobId job) {
  return subscribe_groups(call, job).refused == 0;
}

} // namespace platen::intake::ipp
