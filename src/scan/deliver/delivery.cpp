#include "scan/deliver/delivery.h"

#include "scan/deliver/deliver_limits.h"
#include "scan/deliver/message.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::string_view twice =
    "; an earlier try was cut off when everything may have been sent, so that it may have arrived "
    "twice";

// The others find by what lies there what has arrived.
bool can_know(DestinationKind kind) {
  return kind != DestinationKind::mail && kind != DestinationKind::http &&
         kind != DestinationKind::webhook;
}

std::string counted(std::int32_t tries) {
  return std::to_string(tries) + (tries == 1 ? " try" : " tries");
}

void keep_arrived(Delivery& delivery, const DeliveryEnd& end) {
  for (const std::string& name : end.where)
    if (std::ranges::find(delivery.there, name) == delivery.there.end())
      delivery.there.push_back(name);
}

} // namespace

std::string_view to_string(DeliveryState state) {
  switch (state) {
  case DeliveryState::waiting:
    return "waiting";
  case DeliveryState::sending:
    return "sending";
  case DeliveryState::done:
    return "done";
  case DeliveryState::failed:
    return "failed";
  case DeliveryState::unsure:
    return "unsure";
  }
  return "";
}

bool is_pending(DeliveryState state) {
  return state != DeliveryState::done && state != DeliveryState::failed;
}

std::chrono::seconds pause_after(std::int32_t tries, double chance) {
  const int doublings = std::clamp(tries - 1, 0, 12);
  const double whole = std::min(static_cast<double>(limits::first_pause.count()) *
                                    static_cast<double>(1 << doublings),
                                static_cast<double>(limits::longest_pause.count()));
  const double spread = 0.8 + 0.4 * std::clamp(chance, 0.0, 1.0);
  return std::min(std::chrono::seconds(static_cast<std::int64_t>(whole * spread)),
                  limits::longest_pause);
}

Delivery after_try(Delivery delivery, const DeliveryEnd& end, SystemTime now, double chance) {
  keep_arrived(delivery, end);
  delivery.words = end.words;
  if (end.kind == DeliveryEnd::Kind::done) {
    delivery.state = DeliveryState::done;
    if (delivery.doubtful) delivery.words += twice;
    return delivery;
  }
  delivery.doubtful |= end.kind == DeliveryEnd::Kind::unsure;
  const bool over = now - delivery.since >= limits::give_up;
  if (end.kind == DeliveryEnd::Kind::refused || over) {
    delivery.state = DeliveryState::failed;
    if (end.kind != DeliveryEnd::Kind::refused)
      delivery.words = "given up after " + counted(delivery.tries) + " in " +
                       std::to_string(limits::give_up.count() / 24) + " days: " + delivery.words;
    if (delivery.doubtful && end.kind != DeliveryEnd::Kind::unsure)
      delivery.words += "; an earlier try may have arrived";
    return delivery;
  }
  const SystemTime next = now + pause_after(delivery.tries, chance);
  return waiting_again(std::move(delivery), next);
}

Delivery waiting_again(Delivery delivery, SystemTime next) {
  delivery.state = delivery.doubtful ? DeliveryState::unsure : DeliveryState::waiting;
  delivery.next = next;
  return delivery;
}

Delivery cancelled(Delivery delivery, const std::string& who) {
  delivery.state = DeliveryState::failed;
  delivery.words = "cancelled by " + who;
  if (delivery.doubtful) delivery.words += "; an earlier try may have arrived";
  if (!delivery.there.empty()) delivery.words += "; a part of it had arrived";
  return delivery;
}

Delivery after_restart(Delivery delivery, SystemTime now) {
  if (delivery.state != DeliveryState::sending) return delivery;
  delivery.doubtful |= !can_know(delivery.kind);
  delivery = waiting_again(std::move(delivery), now);
  delivery.words = "the server ended while it was being sent; it is tried again";
  if (delivery.doubtful) delivery.words += ". It may have arrived already, and then arrives twice";
  return delivery;
}

} // namespace platen::scan
