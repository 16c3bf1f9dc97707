#include "intake/ipp/job_attributes.h"

#include "intake/ipp/job_privacy.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/up_time.h"
#include "intake/ipp/uris.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

// The words of people who may not see them are left out, as CUPS leaves out private attributes.
bool mine_or_public(const Call& call, const job::Job& job, bool allowed) {
  return allowed || may_change(call, job);
}

// Template attributes of the record, as the client sent them.
Result<Message> kept_attributes(const std::string& bytes) {
  if (bytes.empty()) return Message();
  return Message::parse(as_bytes(bytes));
}

void copy_wanted(ipp_t* into, const Message& from, const Requested& requested,
                 std::string_view group, const JobPrivacy& privacy) {
  for (ipp_attribute_t* attribute = ippFirstAttribute(from.get()); attribute != nullptr;
       attribute = ippNextAttribute(from.get())) {
    const char* const name = ippGetName(attribute);
    if (name == nullptr || ippGetGroupTag(attribute) != IPP_TAG_JOB) continue;
    if (requested.wants(name, group) && !privacy.hides(name, "job-template", false))
      ippCopyAttribute(into, attribute, 0);
  }
}

} // namespace

bool may_see(const Call& call, const job::Job& job) {
  return mine_or_public(call, job, call.policy->others_see_jobs);
}

bool may_see_names(const Call& call, const job::Job& job) {
  return !JobPrivacy(call, job).hides("job-name", "job-description", true);
}

const model::Model* model_of(const Call& call, job::PrinterId printer) {
  const auto printers = call.services.store.printers();
  const auto found = std::find_if(printers->begin(), printers->end(),
                                  [&](const job::Printer& p) { return p.id == printer; });
  return found == printers->end() ? nullptr : find_model(*call.models, found->model);
}

std::int32_t up_time(const Call& call) {
  const job::Time up = call.services.up->now().up;
  return up_time(up, up);
}

std::int32_t past_up_time(const Call& call, job::Time time) {
  return past_up_time(time, call.services.up->now());
}

model::Options actual_options(const model::Model& model, const job::Job& job) {
  const auto ticket = model::make_ticket(model, job.options);
  return ticket ? options_of(model, *ticket) : model::Options{};
}

void JobWriter::add_template(const job::Job& job, const JobPrivacy& privacy) {
  ipp_t* const out = call_.reply.get();
  if (const auto sent = kept_attributes(job.attributes)) {
    if (!job.attributes.empty())
      return copy_wanted(out, *sent, requested_, "job-template", privacy);
  }
  const model::Model* const model = model_of(call_, job.printer);
  if (model == nullptr) return;
  Message message;
  write_template(message.get(), IPP_TAG_JOB, *model, job.options);
  copy_wanted(out, message, requested_, "job-template", privacy);
}

void JobWriter::add_actuals(const job::Job& job, const model::Model& model,
                            const JobPrivacy& privacy) {
  if (job.processing == 0) return; // PWG 5100.8: what happened, so not before it did
  if (!job.actual_attributes.empty()) {
    if (const auto kept = kept_attributes(job.actual_attributes))
      copy_wanted(call_.reply.get(), *kept, requested_, "job-actuals", privacy);
    return;
  }
  Message message;
  write_actual(message.get(), model, actual_options(model, job));
  copy_wanted(call_.reply.get(), message, requested_, "job-actuals", privacy);
}

} // namespace platen::intake::ipp
