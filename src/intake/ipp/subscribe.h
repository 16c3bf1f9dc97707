#pragma once

#include "intake/ipp/events.h"
#include "intake/ipp/operation.h"

namespace platen::intake::ipp {

// Makes what the subscription groups of the call's request ask for, on a job or (0) on the call's
// printer, and answers each with its own group: notify-subscription-id, or notify-status-code.
struct SubscribeResult {
  std::vector<SubscriptionId> made;
  int refused = 0;
};
SubscribeResult subscribe_groups(Call& call, job::JobId job);

// For operations that make a job; true: no subscription was refused.
bool subscribe_in_request(Call& call, job::JobId job);

} // namespace platen::intake::ipp
