#pragma once

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/service.h"
#include "intake/ipp/up_time.h"

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

// Without the name and password that a URI may carry, and without an SNMP community.
std::string shown_device(std::string uri);

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

// Follow from how the client reached us as well: `host` is "HOST:PORT". `one`: the first way alone.
void write_uris(const PrinterView& view, std::string_view host, bool one,
                const AttributeWriter& out);

// Follow from the present moment.
struct PrinterMoment {
  std::shared_ptr<const schedule::PrinterStatus> status;
  job::JobCounts counts;
  UpTime::Moment now;
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

} // namespace platen::intake::ipp
