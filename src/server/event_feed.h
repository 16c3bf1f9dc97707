#pragma once

#include "intake/api/events.h"
#include "intake/ipp/service.h"
#include "job/store.h"
#include "scan/engine/sessions.h"

// What changes, as browsers are told it. Nothing here blocks.
namespace platen::server {

void tell_event(intake::api::EventHub& hub, const job::Store& store,
                const intake::ipp::Policy& policy, const job::Event& event);
void tell_printer(intake::api::EventHub& hub, const job::Store& store, job::PrinterId id);
void tell_scan(intake::api::EventHub& hub, const scan::Session& session);

} // namespace platen::server
