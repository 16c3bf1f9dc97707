#include "base/limits.h"
#include "intake/ipp/hold_times.h"
#include "intake/ipp/job_settings.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "intake/ipp/which_jobs.h"

#include <limits>

namespace platen::intake::ipp {

namespace {

constexpr int unbounded = std::numeric_limits<int>::max();

std::vector<std::string> texts(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

void write_holding(const Policy& policy, const AttributeWriter& out) {
  out.keyword("job-hold-until-default", "no-hold");
  out.keywords("job-hold-until-supported", texts(hold_until_keywords()));
  out.range("job-hold-until-time-supported", 0, unbounded);
  auto delays = texts(hold_until_keywords());
  std::erase(delays, "no-hold");
  out.keywords("job-delay-output-until-supported", delays);
  out.range("job-delay-output-until-time-supported", 0, unbounded);
  out.keyword("job-retain-until-default", "none");
  out.keywords("job-retain-until-supported", texts(retain_until_keywords()));
  const bool bounded = policy.retained_seconds >= 0 && policy.retained_seconds < unbounded;
  out.range("job-retain-until-interval-supported", 0,
            bounded ? static_cast<int>(policy.retained_seconds) : unbounded);
  out.range("job-retain-until-time-supported", 0, unbounded);
  out.integer("job-priority-default", 50);
  out.integer("job-priority-supported", 100);
}

// PWG 5100.7 and 5100.11: whose account a job is written to.
void write_accounts(const AttributeWriter& out) {
  out.no_value("job-account-id-default");
  out.boolean("job-account-id-supported", true);
  out.no_value("job-accounting-user-id-default");
  out.boolean("job-accounting-user-id-supported", true);
}

void write_limits(const AttributeWriter& out) {
  out.range("job-k-octets-supported", 0, static_cast<int>(limits::document_bytes / 1024));
  out.range("job-impressions-supported", 0, unbounded);
  out.range("job-media-sheets-supported", 0, unbounded);
  out.boolean("multiple-document-jobs-supported", true);
  out.boolean("job-ids-supported", true);
}

// PWG 5100.11: a job that waits until its PIN is given.
void write_passwords(const Services& services, const AttributeWriter& out) {
  if (services.pins == nullptr) return;
  out.integer("job-password-supported", longest_pin);
  out.range("job-password-length-supported", shortest_pin, longest_pin);
  out.keywords("job-password-encryption-supported", texts(pin_encryptions()));
  out.keyword("job-password-repertoire-configured", "iana_utf-8_any");
  out.keyword("job-password-repertoire-supported", "iana_utf-8_any");
}

// What becomes of a job whose documents do not come (RFC 8011 section 5.4.31).
void write_waiting(const Services& services, const AttributeWriter& out) {
  const auto time_out =
      services.watch == nullptr ? JobWatch::Options{}.time_out : services.watch->time_out();
  out.integer("multiple-operation-time-out", time_out.count());
  out.keyword("multiple-operation-time-out-action", "process-job");
}

std::vector<std::string> creation_names(const model::Model& model) {
  std::vector<std::string> names = template_names(model);
  // Members of media-col; that they are taken by themselves as well is no standard.
  std::erase_if(names, [](const std::string& name) {
    return name == "media-type" || name == "media-source";
  });
  for (std::string& name : setting_names())
    names.push_back(std::move(name));
  names.emplace_back("job-name");
  return names;
}

} // namespace

void write_job_support(const PrinterView& view, const AttributeWriter& out) {
  const auto names = creation_names(view.model);
  out.keywords("job-creation-attributes-supported", names);
  out.keywords("job-settable-attributes-supported", names);
  out.keywords("which-jobs-supported", texts(which_jobs_keywords()));
  write_holding(*view.services.policy.get(), out);
  write_accounts(out);
  write_limits(out);
  write_passwords(view.services, out);
  write_waiting(view.services, out);
}

} // namespace platen::intake::ipp
