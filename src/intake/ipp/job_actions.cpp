#include "intake/ipp/job_actions.h"

#include "intake/ipp/job_states.h"
#include "intake/ipp/printers.h"

#include <algorithm>

namespace platen::intake::ipp {

using job::JobState;

namespace {

bool can_be_released(const job::Job& job) {
  if (job.state != JobState::held) return false;
  return std::ranges::any_of(job.reasons, [](const std::string& text) {
    return holds(text) && text != reason::incoming && text != reason::suspended;
  });
}

bool can_be_reprinted(const job::Job& job) {
  return job::is_finished(job.state) && !job.incoming && job.documents_kept &&
         job.has_document_to_print();
}

} // namespace

std::vector<std::string> job_actions(const Call& call, const job::Job& job) {
  std::vector<std::string> actions;
  const auto add = [&](bool may, const char* action) {
    if (may) actions.emplace_back(action);
  };
  const bool login = !call.policy->login_to_print || call.principal.authenticated();
  const bool own = login && may_change(call, job);
  const bool unstarted = job.state == JobState::pending || job.state == JobState::held;
  const bool there = printer_with_id(call.services.store, job.printer) != nullptr;
  // Whoever has the PIN of a job may release it.
  const bool known = own || (login && has_reason(job, reason::password));
  add(own && unstarted, "hold");
  add(known && can_be_released(job), "release");
  add(own && !job::is_finished(job.state), "cancel");
  add(own && there && can_be_reprinted(job), "reprint");
  add(own && unstarted, "move");
  add(own && there && unstarted, "change");
  add(call.principal.role() >= auth::Role::printer_operator && job.state == JobState::pending,
      "order");
  return actions;
}

} // namespace platen::intake::ipp
