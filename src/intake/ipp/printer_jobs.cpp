#include "base/limits.h"
#include "intake/ipp/hold_times.h"
#include "intake/ipp/job_settings.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"

#include <limits>

namespace platen::intake::ipp {

namespace {

constexpr int unbounded = std::numeric_limits<int>::max();

std::vector<std::string> texts(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

void write_holding(const AttributeWriter& out) {
  out.keyword("job-hold-until-default", "no-hold");
  out.keywords("job-hold-until-supported", texts(hold_until_keywords()));
  out.range("job-hold-until-time-supported", 0, unbounded);
  auto delays = texts(hold_until_keywords());
  std::erase(delays, "no-hold");
  out.keywords("job-delay-output-until-supported", delays);
  out.range("job-delay-output-until-time-supported", 0, unbounded);
  out.keyword("job-retain-until-default", "none");
  out.keywords("job-retain-until-supported", texts(retain_until_keywords()));
  out.range("job-retain-until-interval-supported", 0, unbounded);
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

std::vector<std::string> creation_names(const model::Model& model) {
  std::vector<std::string> names = template_names(model);
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
  out.keywords("which-jobs-supported",
               {"all", "aborted", "canceled", "completed", "not-completed", "pending",
                "pending-held", "processing", "processing-stopped", "proof-print", "saved"});
  write_holding(out);
  write_accounts(out);
  write_limits(out);
}

} // namespace platen::intake::ipp
