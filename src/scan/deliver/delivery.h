#pragma once

#include "scan/deliver/deliver.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace platen::scan {

using SystemTime = std::chrono::system_clock::time_point;

enum class DeliveryState : std::uint8_t {
  waiting, // for its first or next try
  sending,
  done,
  failed, // refused, given up or cancelled: somebody has to do something
  unsure, // as waiting, but an earlier try may have arrived
};
std::string_view to_string(DeliveryState state);

// One session's files on their way to one destination. All of it is kept in the store.
struct Delivery {
  std::string id; // letters, digits and "-", at most 64; never used again
  std::string session, destination;
  DestinationKind kind = DestinationKind::folder;
  DeliveryState state = DeliveryState::waiting;
  std::int32_t tries = 0;
  SystemTime since, next;         // of what is given up after a while; the next try
  bool doubtful = false;          // a try may have arrived, and no answer said so
  std::string words;              // for people: what happened last
  std::vector<std::string> there; // DeliveryEnd::where of all tries
  bool operator==(const Delivery&) const = default;
};
bool is_pending(DeliveryState state); // waiting, sending, unsure

// What one try's end makes of a delivery that was sending. `chance`, 0 to 1, spreads the next tries
// of many.
Delivery after_try(Delivery delivery, const DeliveryEnd& end, SystemTime now, double chance);
// To be tried, or tried again, at `next`.
Delivery waiting_again(Delivery delivery, SystemTime next);
Delivery cancelled(Delivery delivery, const std::string& who);
// One that was sending when the server was killed: it is tried again. Where its kind cannot know
// what arrived (mail, http) it is unsure, and says so.
Delivery after_restart(Delivery delivery, SystemTime now);
// From the n-th try to the next: 1 minute, doubled up to 1 hour, a fifth more or less.
std::chrono::seconds pause_after(std::int32_t tries, double chance);

} // namespace platen::scan
