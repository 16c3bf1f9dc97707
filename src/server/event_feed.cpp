#include "server/event_feed.h"

#include <algorithm>

namespace platen::server {

namespace {

using intake::api::Audience;
using intake::api::EventHub;

// As GET jobs shows them.
Audience audience_of(const job::Job& job, const intake::ipp::Policy& policy) {
  Audience audience{.least = auth::Role::user, .owner = {}};
  if (!policy.others_see_jobs) audience.owner = job.user;
  return audience;
}

} // namespace

void tell_printer(EventHub& hub, const job::Store& store, job::PrinterId id) {
  const auto printers = store.printers();
  const auto found = std::ranges::find(*printers, id, &job::Printer::id);
  if (found != printers->end()) hub.publish({"printer", found->name});
}

void tell_event(EventHub& hub, const job::Store& store, const intake::ipp::Policy& policy,
                const job::Event& event) {
  using Kind = job::Event::Kind;
  if (event.printer) hub.publish({"printer", event.printer->name});
  if (!event.job) return;
  hub.publish({"job", std::to_string(event.job->id)}, audience_of(*event.job, policy));
  // Its printer shows how many jobs it has, and which one it prints.
  const bool counts = event.kind != Kind::job_changed || event.job_was != event.job->state;
  if (counts || event.moved_from != 0) tell_printer(hub, store, event.job->printer);
  if (event.moved_from != 0) tell_printer(hub, store, event.moved_from);
}

void tell_scan(EventHub& hub, const scan::Session& session) {
  hub.publish(
      {"scan", std::to_string(session.id)},
      {.least = auth::Role::user, .owner = session.user, .others = auth::Role::administrator});
}

} // namespace platen::server
