#pragma once

#include "intake/ipp/events.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

// Per-Printer Subscriptions as the text that the store keeps of them: one line each, behind one
// with the next id. Values are percent-encoded, so that they hold neither spaces nor line ends.
struct SubscriptionBook {
  SubscriptionId next = 1;
  std::vector<Subscription> subscriptions; // `sequence`: none that was given out is above it
};

inline constexpr const char* subscriptions_setting = "subscriptions"; // its name in the store

std::string encode_book(const SubscriptionBook& book);
Result<SubscriptionBook> decode_book(std::string_view text); // Errc::malformed

} // namespace platen::intake::ipp
