#pragma once

#include "intake/ipp/job_template.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/told_languages.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// What Set-Printer-Attributes and Create-Printer may set (RFC 3380, PWG 5100.22).
namespace platen::intake::ipp {

// printer-settable-attributes-supported: the record's texts, the device, the defaults of jobs.
std::vector<std::string> settable_names(const model::Model& model);

// The values that attributes may be set to, for Get-Printer-Supported-Values, added to the
// printer group: a list, or "admin-define" where any of its syntax will do (RFC 3380 section 8).
void write_settable_values(const PrinterView& view, const std::vector<std::string>& names,
                           ipp_t* into);

// The printer group of a request as one edit of a record.
struct PrinterChange {
  std::vector<std::function<void(job::Printer&)>> edits;
  model::Options defaults;            // options to be defaults from now on
  std::vector<std::string> forgotten; // options whose default goes back to the model's
  std::vector<NotTaken> refused;      // values that cannot be
  std::string fault;                  // why not, where more is to be said
  std::vector<std::string> not_settable;
  std::string contradiction;
  // What is known from now on of the device's languages; none: what was known before.
  std::optional<ToldLanguages> told;

  void apply(job::Printer& printer) const;
};
PrinterChange read_printer_change(const Services& services, const model::Model& model,
                                  const Message& request);

// Says why a change cannot be done, with the unsupported group in the reply; nothing: it can.
// `model` is the one that the printer will have.
std::optional<Refusal> check_change(const PrinterChange& change, const model::Model& model,
                                    const job::Printer& printer, Call& call);

} // namespace platen::intake::ipp
