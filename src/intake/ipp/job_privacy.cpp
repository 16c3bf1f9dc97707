#include "intake/ipp/job_privacy.h"

#include "intake/ipp/job_fields.h"
#include "intake/ipp/printers.h"
#include "intake/ipp/settable.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

constexpr std::array<std::string_view, 10> always_shown{"job-id",
                                                        "job-uri",
                                                        "job-uuid",
                                                        "job-printer-uri",
                                                        "job-printer-up-time",
                                                        "job-state",
                                                        "job-state-reasons",
                                                        "number-of-intervening-jobs",
                                                        "platen-actions",
                                                        "platen-confidential"};

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_attribute_name(const std::string& word) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !word.empty() && word.size() <= 255 && word[0] >= 'a' && word[0] <= 'z' &&
         std::ranges::all_of(word, fits);
}

// Owners, unless the printer shows what is private to nobody, or to everybody.
bool is_let_in(const Call& call, const job::Job& job, const job::Printer* printer) {
  if (call.principal.may_operate()) return true;
  const std::string_view scope = printer == nullptr ? "" : std::string_view(printer->privacy_scope);
  if (scope == "all") return !job.confidential || may_change(call, job);
  return scope != "none" && may_change(call, job);
}

} // namespace

JobPrivacy::JobPrivacy(const Call& call, const job::Job& job) {
  const PrinterRecord printer = printer_with_id(call.services.store, job.printer);
  if (is_let_in(call, job, printer.get())) return;
  if (printer != nullptr) hidden_ = printer->privacy_attributes;
  const bool by_policy = hidden_.empty() || has(hidden_, "default");
  hides_names_ = job.confidential || (by_policy && !call.policy->others_see_names);
}

bool JobPrivacy::hides(std::string_view name, std::string_view group, bool names_people) const {
  if (std::ranges::find(always_shown, name) != always_shown.end()) return false;
  return (names_people && hides_names_) || has(hidden_, "all") || has(hidden_, group) ||
         has(hidden_, name);
}

bool keeps_names(const job::Printer& printer) {
  if (printer.confidential) return true;
  if (printer.privacy_scope == "all") return false;
  return std::ranges::any_of(printer.privacy_attributes, [](const std::string& word) {
    return word == "all" || word == "job-description" || word == "job-name";
  });
}

const std::vector<std::string>& privacy_scopes() {
  static const std::vector<std::string> scopes{"all", "default", "none", "owner"};
  return scopes;
}

std::string privacy_fault(std::string_view attribute, const std::vector<std::string>& values) {
  if (attribute == "job-privacy-scope")
    return values.size() == 1 && has(privacy_scopes(), values[0])
               ? ""
               : "job-privacy-scope is all, default, none or owner";
  const bool alone = has(values, "all") || has(values, "none");
  if (values.empty() || (alone && values.size() > 1))
    return "job-privacy-attributes is all or none by itself, or a list of default, "
           "job-description, job-template and names of attributes";
  for (const std::string& value : values)
    if (!is_attribute_name(value)) return "\"" + value + "\" is no name of an attribute";
  return "";
}

} // namespace platen::intake::ipp
