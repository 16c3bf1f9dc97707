#pragma once

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/service.h"

#include <memory>
#include <span>
#include <string>

// The attributes of a Printer, in parts that change for different reasons. Everything about the
// device comes from its model file: adding a model never touches this code.
namespace platen::intake::ipp {

// What the attributes of one printer follow from.
struct PrinterView {
  const Services& services;
  const model::Model& model;
  const job::Printer& printer;
  model::Options defaults; // of a job that says nothing: the printer's over the model's
};
PrinterView view_of(const Services& services, const model::Model& model,
                    const job::Printer& printer);

// Follow from the model and the printer's record.
void write_description(const PrinterView& view, const AttributeWriter& out); // who it is
void write_abilities(const PrinterView& view, const AttributeWriter& out);   // operations, limits
void write_formats(const PrinterView& view, const AttributeWriter& out);     // documents it takes
void write_media(const PrinterView& view, const AttributeWriter& out);
void write_media_database(const PrinterView& view,
                          const AttributeWriter& out); // media-col-database
void write_template_support(const PrinterView& view,
                            const AttributeWriter& out); // -default, -supported
void write_job_support(const PrinterView& view, const AttributeWriter& out);
void write_presets(const PrinterView& view, const AttributeWriter& out);
void write_constraints(const PrinterView& view, const AttributeWriter& out);

// Of any printer, and of the system.
void write_subscription_support(const AttributeWriter& out);

// Follow from how the client reached us as well: `base` is "HOST:PORT".
void write_uris(const PrinterView& view, std::string_view host, const AttributeWriter& out);

// Follow from the present moment.
struct PrinterMoment {
  std::shared_ptr<const schedule::PrinterStatus> status;
  job::JobCounts counts;
  job::Time now = 0;
  std::shared_ptr<const device::Status> device; // null: nobody asks the device
};
PrinterMoment moment_of(const Services& services, job::PrinterId printer);
void write_status(const PrinterView& view, const PrinterMoment& moment, const AttributeWriter& out);
void write_supplies(const PrinterView& view, const PrinterMoment& moment,
                    const AttributeWriter& out); // trays and supplies
// printer-state and printer-state-reasons, as the record, the session and the device together make
// them.
schedule::PrinterStatus::State state_of(const job::Printer& printer, const PrinterMoment& moment);
std::vector<std::string> reasons_of(const job::Printer& printer, const PrinterMoment& moment);

// A moment in terms of printer-up-time, as counted at the moment `now`: 1..MAX for `now` itself and
// for what comes, MIN..MAX for what was. It counts the seconds since 1970, as CUPS does: RFC 8011
// section 5.4.29 lets a Printer go on counting where it was, so that the times of jobs mean the
// same after a restart, and lpstat, which takes them for UNIX times, shows the right dates. In
// January 2038 31 bits are full; then it begins again with 1, as if the printer had been switched
// on, and earlier times become negative, as RFC 8011 section 5.3.14 has them.
std::int32_t up_time(job::Time moment, job::Time now);

} // namespace platen::intake::ipp
