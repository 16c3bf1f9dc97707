#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_fields.h"
#include "intake/ipp/job_privacy.h"

#include <algorithm>
#include <array>
#include <utility>

namespace platen::intake::ipp {

namespace {

constexpr const char* description = "job-description";
constexpr const char* status = "job-status"; // PWG 5100.5: the part of it that changes
constexpr const char* settings = "job-template";
constexpr const char* actuals = "job-actuals";

bool wanted(const Requested& requested, const JobField& field) {
  if (requested.by_name(field.name)) return true;
  if (field.only_by_name) return false;
  return requested.wants(field.name, description) || requested.wants(field.name, status);
}

std::string_view group_of(const JobField& field) {
  const auto all = job_setting_fields();
  return &field >= all.data() && &field < all.data() + all.size() ? settings : description;
}

// Reading the kept attributes of a job costs more than all the rest: it is done only when one of
// the names may be among them.
bool wants_kept(const Requested& requested, const char* group, bool actual) {
  return requested.any_of(group, [&](const std::string& name) {
    if (name.ends_with("-actual") != actual) return false;
    const auto is_it = [&](const JobField& field) { return name == field.name; };
    return std::none_of(job_fields().begin(), job_fields().end(), is_it) &&
           std::none_of(job_setting_fields().begin(), job_setting_fields().end(), is_it);
  });
}

} // namespace

JobWriter::JobWriter(Call& call, const Requested& requested) : call_(call), requested_(requested) {
  for (const JobField& field : job_fields())
    if (wanted(requested, field)) fields_.push_back(&field);
  for (const JobField& field : job_setting_fields())
    if (requested.wants(field.name, settings)) fields_.push_back(&field);
  template_ = wants_kept(requested, settings, false);
  actuals_ = wants_kept(requested, actuals, true);
}

void JobWriter::add(const job::Job& job) {
  ipp_t* const out = call_.reply.get();
  if (std::exchange(begun_, true)) ippAddSeparator(out);
  const JobView view{call_, job, intervening_};
  const JobPrivacy privacy(call_, job);
  for (const JobField* const field : fields_)
    if (!privacy.hides(field->name, group_of(*field), field->names_people))
      field->write(view, out, field->name);
  if (template_) add_template(job, privacy);
  if (!actuals_) return;
  if (const model::Model* const model = model_of(call_, job.printer); model != nullptr)
    add_actuals(job, *model, privacy);
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
