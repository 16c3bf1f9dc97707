#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace platen::intake::ipp {

namespace {

constexpr const char* description = "job-description";
constexpr const char* status = "job-status"; // PWG 5100.5: the part of it that changes

bool wanted(const Requested& requested, const JobField& field) {
  if (requested.by_name(field.name)) return true;
  if (field.only_by_name) return false;
  return requested.wants(field.name, description) || requested.wants(field.name, status);
}

} // namespace

JobWriter::JobWriter(Call& call, const Requested& requested) : call_(call), requested_(requested) {
  for (const JobField& field : job_fields())
    fields_.push_back(wanted(requested, field));
  template_ = requested.any_of("job-template");
  actuals_ = requested.any_of("job-actuals", "-actual");
}

void JobWriter::add(const job::Job& job) {
  ipp_t* const out = call_.reply.get();
  if (std::exchange(begun_, true)) ippAddSeparator(out);
  const JobView view{call_, job, intervening_};
  const bool names = may_see_names(call_, job);
  const auto fields = job_fields();
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields_[i] && (names || !fields[i].names_people))
      fields[i].write(view, out, fields[i].name);
  add_schedule(job);
  if (template_) add_template(job);
  if (!actuals_) return;
  if (const model::Model* const model = model_of(call_.services, job.printer); model != nullptr)
    add_actuals(job, *model);
}

void add_job_status(Call& call, const job::Job& job) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"job-id", "job-uri", "job-uuid", "job-state", "job-state-reasons", "job-state-message"});
  const JobView view{call, job, -1};
  for (const JobField& field : job_fields())
    if (std::find(names.begin(), names.end(), field.name) != names.end())
      field.write(view, call.reply.get(), field.name);
}

} // namespace platen::intake::ipp
