#include "intake/ipp/events.h"
#include "intake/ipp/printer_attributes.h"

namespace platen::intake::ipp {

// RFC 3995 section 5.3 and RFC 3996 section 8.
void write_subscription_support(const AttributeWriter& out) {
  std::vector<std::string> events;
  for (const std::string_view event : notify_events())
    events.emplace_back(event);
  out.keyword("notify-events-default", notify_event_default);
  out.keywords("notify-events-supported", events);
  out.integer("notify-max-events-supported", notify_max_events);
  out.integer("notify-lease-duration-default", lease_default);
  out.range("notify-lease-duration-supported", 1, lease_most);
  out.keyword("notify-pull-method-supported", "ippget");
  out.integer("ippget-event-life", event_life);
}

} // namespace platen::intake::ipp
