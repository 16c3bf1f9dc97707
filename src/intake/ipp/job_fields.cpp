#include "intake/ipp/job_fields.h"

#include "intake/ipp/job_actions.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/uris.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

using Writer = void (*)(const JobView&, ipp_t*, const char*);

void text(ipp_t* out, ipp_tag_t tag, const char* name, const std::string& value) {
  ippAddString(out, IPP_TAG_JOB, tag, name, nullptr, value.c_str());
}
void texts(ipp_t* out, ipp_tag_t tag, const char* name, const std::vector<std::string>& values) {
  std::vector<const char*> pointers;
  for (const std::string& value : values)
    pointers.push_back(value.c_str());
  ippAddStrings(out, IPP_TAG_JOB, tag, name, static_cast<int>(pointers.size()), nullptr,
                pointers.data());
}
void number(ipp_t* out, const char* name, std::int64_t value) {
  ippAddInteger(out, IPP_TAG_JOB, IPP_TAG_INTEGER, name,
                static_cast<int>(std::clamp<std::int64_t>(value, 0, 0x7fff'ffff)));
}
void no_value(ipp_t* out, const char* name) {
  ippAddOutOfBand(out, IPP_TAG_JOB, IPP_TAG_NOVALUE, name);
}
void ticks(const JobView& view, ipp_t* out, const char* name, job::Time time) {
  if (time == 0) return no_value(out, name);
  ippAddInteger(out, IPP_TAG_JOB, IPP_TAG_INTEGER, name, past_up_time(view.call, time));
}
void date(ipp_t* out, const char* name, job::Time time) {
  if (time == 0) return no_value(out, name);
  ippAddDate(out, IPP_TAG_JOB, name, ippTimeToDate(static_cast<std::time_t>(time)));
}
std::int64_t kilobytes(std::uint64_t bytes) {
  return static_cast<std::int64_t>((bytes + 1023) / 1024);
}
std::uint64_t document_bytes(const job::Job& job) {
  std::uint64_t bytes = 0;
  for (const job::Document& document : job.documents)
    bytes += document.bytes;
  return bytes;
}
// Known once the job was rendered.
void counted(ipp_t* out, const char* name, std::int32_t count) {
  if (count == 0) return no_value(out, name);
  number(out, name, count);
}

std::string state_message(const job::Job& job) {
  if (!job.state_message.empty()) return job.state_message;
  return std::string(job::to_string(job.state));
}

std::string printer_target(const JobView& view) {
  const auto printers = view.call.services.store.printers();
  const auto found = std::find_if(printers->begin(), printers->end(),
                                  [&](const job::Printer& p) { return p.id == view.job.printer; });
  return found == printers->end() ? view.call.scheme + "://" + view.call.host + "/ipp/print"
                                  : printer_uri(view.call, *found);
}

const std::string& device_name(const JobView& view) {
  static const std::string none;
  const auto printers = view.call.services.store.printers();
  for (const job::Printer& printer : *printers)
    if (printer.id == view.job.printer) {
      const model::Model* const model = find_model(*view.call.models, printer.model);
      return model != nullptr ? model->title : none;
    }
  return none;
}

const auto
    fields =
        std::to_array<JobField>(
            {
                {"job-id", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, v.job.id);
                 }},
                {"job-uri", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_URI, name, job_uri(v.call, v.job));
                 }},
                {"job-uuid", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_URI, name, v.job.uuid);
                 }},
                {"job-printer-uri", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_URI, name, printer_target(v));
                 }},
                {"job-printer-up-time", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, up_time(v.call));
                 }},
                {"job-more-info", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_URI, name,
                        web_uri(v.call, "/#/jobs/" + std::to_string(v.job.id)));
                 }},
                {"job-name", true, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_NAME, name, v.job.name);
                 }},
                {"job-originating-user-name", true, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_NAME, name, v.job.user);
                 }},
                {"job-originating-host-name", true, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (!v.job.host.empty()) text(out, IPP_TAG_NAME, name, v.job.host);
                 }},
                {"job-state", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   ippAddInteger(out, IPP_TAG_JOB, IPP_TAG_ENUM, name,
                                 static_cast<int>(v.job.state));
                 }},
                {"job-state-reasons", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   texts(out, IPP_TAG_KEYWORD, name, shown_reasons(v.call, v.job));
                 }},
                {"job-state-message", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_TEXT, name, state_message(v.job));
                 }},
                {"job-detailed-status-messages", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (!v.job.detailed.empty()) texts(out, IPP_TAG_TEXT, name, v.job.detailed);
                 }},
                {"platen-statement", true,
                 true, // long, and it names the profiles of people's pictures
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (!v.job.statement.empty()) texts(out, IPP_TAG_TEXT, name, v.job.statement);
                 }},
                // For the REST interface (docs/protocols/ipp.md).
                {
                    "platen-actions", false, true,
                    [](const JobView& v, ipp_t* out, const char* name) {
                      const auto actions = job_actions(v.call, v.job);
                      if (!actions.empty()) texts(out, IPP_TAG_KEYWORD, name, actions);
                    }},
                {"platen-confidential", false, true,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   ippAddBoolean(out, IPP_TAG_JOB, name, v.job.confidential ? 1 : 0);
                 }},
                {"job-impressions", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   counted(out, name, v.job.counters.sides);
                 }},
                {"job-impressions-completed", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, v.job.counters.sides_completed);
                 }},
                {"job-media-sheets", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   counted(out, name, v.job.counters.sheets);
                 }},
                {"job-media-sheets-completed", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, v.job.counters.sheets_completed);
                 }},
                {"job-k-octets", false, false,
                 [](const JobView& v, ipp_t* out,
                    const char* name) { number(out, name, kilobytes(document_bytes(v.job))); }},
                {"job-k-octets-processed", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, v.job.processing == 0 ? 0 : kilobytes(document_bytes(v.job)));
                 }},
                {"number-of-documents", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   number(out, name, static_cast<std::int64_t>(v.job.documents.size()));
                 }},
                {"number-of-intervening-jobs", false, true,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (v.intervening >= 0) number(out, name, v.intervening);
                 }},
                {"output-device-assigned", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   const std::string& device = device_name(v);
                   if (!device.empty()) text(out, IPP_TAG_NAME, name, device);
                 }},
                {"document-name-supplied", true, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (!v.job.documents.empty() && !v.job.documents.front().name.empty())
                     text(out, IPP_TAG_NAME, name, v.job.documents.front().name);
                 }},
                {"document-format-supplied", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   if (!v.job.documents.empty() && !v.job.documents.front().format.empty())
                     text(out, IPP_TAG_MIMETYPE, name, v.job.documents.front().format);
                 }},
                {"time-at-creation", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   ticks(v, out, name, v.job.created);
                 }},
                {"time-at-processing", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   ticks(v, out, name, v.job.processing);
                 }},
                {"time-at-completed", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   ticks(v, out, name, v.job.finished);
                 }},
                {"date-time-at-creation", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   date(out, name, v.job.created);
                 }},
                {"date-time-at-processing", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   date(out, name, v.job.processing);
                 }},
                {"date-time-at-completed", false, false,
                 [](const JobView& v, ipp_t* out, const char* name) {
                   date(out, name, v.job.finished);
                 }},
                {"attributes-charset", false, false,
                 [](const JobView&, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_CHARSET, name, "utf-8");
                 }},
                {"attributes-natural-language", false, false,
                 [](const JobView&, ipp_t* out, const char* name) {
                   text(out, IPP_TAG_LANGUAGE, name, "en");
                 }},
            });

} // namespace

std::span<const JobField> job_fields() {
  return fields;
}

std::vector<std::string> shown_reasons(const Call& call, const job::Job& job) {
  std::vector<std::string> reasons;
  for (const std::string& reason : job.reasons)
    if (job.state == job::JobState::held || !holds(reason)) reasons.push_back(reason);
  if (job.state == job::JobState::pending) {
    const auto status = call.services.scheduler.status(job.printer);
    if (status->state == schedule::PrinterStatus::State::stopped)
      reasons.emplace_back("printer-stopped");
  }
  if (job::is_finished(job.state) && job.documents_kept && job.has_document_to_print())
    reasons.emplace_back("job-restartable");
  if (reasons.empty()) reasons.emplace_back("none");
  return reasons;
}

} // namespace platen::intake::ipp
