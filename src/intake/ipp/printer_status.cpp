#include "intake/ipp/printer_attributes.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace platen::intake::ipp {

namespace {

using State = schedule::PrinterStatus::State;

// What stops a device, as an alert of the Printer MIB (PWG 5100.9 section 5): reason, code, words.
struct Alert {
  std::string_view reason, code, words;
};
constexpr std::array<Alert, 10> alerts{{
    {"media-empty", "subunitEmpty", "The paper is empty"},
    {"media-needed", "inputMediaTrayMissing", "The printer waits for paper"},
    {"media-jam", "jam", "Paper is jammed"},
    {"cover-open", "coverOpen", "A cover is open"},
    {"door-open", "coverOpen", "A door is open"},
    {"toner-empty", "markerTonerEmpty", "The toner is empty"},
    {"toner-low", "markerTonerAlmostEmpty", "The toner is low"},
    {"marker-supply-empty", "markerInkEmpty", "An ink is empty"},
    {"marker-supply-low", "markerInkAlmostEmpty", "An ink is low"},
    {"offline", "subunitOffline", "The printer is offline"},
}};

std::string_view without_severity(std::string_view reason) {
  for (const std::string_view severity : {"-report", "-warning", "-error"})
    if (reason.ends_with(severity)) reason.remove_suffix(severity.size());
  return reason;
}

// The suites of IPP/2.2 demand the attributes also while there is nothing to tell: one empty value.
void write_alerts(const std::vector<std::string>& reasons, const AttributeWriter& out) {
  std::vector<std::string> codes, words;
  for (const std::string& reason : reasons)
    for (const Alert& alert : alerts) {
      if (alert.reason != without_severity(reason)) continue;
      const bool warning = reason.ends_with("-warning") || reason.ends_with("-report") ||
                           reason.find("-low") != std::string::npos;
      codes.push_back("code=" + std::string(alert.code) +
                      ";severity=" + (warning ? "warning" : "critical") + ";");
      words.emplace_back(alert.words);
    }
  if (codes.empty()) {
    codes.emplace_back();
    words.emplace_back();
  }
  out.octets("printer-alert", codes);
  out.strings(IPP_TAG_TEXT, "printer-alert-description", words);
}

// Two attributes for one moment: seconds of up-time, and a date.
void write_change(const PrinterView& view, const char* seconds, const char* date, job::Time moment,
                  const UpTime::Moment& now, const AttributeWriter& out) {
  const job::Time known = moment == 0 ? view.printer.created : moment;
  out.integer(seconds, std::max(1, past_up_time(known, now)));
  out.date(date, known);
}

std::string message_of(const PrinterView& view, const PrinterMoment& moment) {
  if (view.printer.paused && !view.printer.state_message.empty()) return view.printer.state_message;
  return moment.status->message;
}

} // namespace

State state_of(const job::Printer& printer, const PrinterMoment& moment) {
  const State session = moment.status->state;
  // What is being sent is finished before a pause stops the printer.
  return printer.paused && session != State::processing ? State::stopped : session;
}

std::vector<std::string> reasons_of(const job::Printer& printer, const PrinterMoment& moment) {
  std::vector<std::string> reasons = moment.status->reasons;
  const auto add = [&](bool when, const char* reason) {
    if (when && std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
      reasons.emplace_back(reason);
  };
  const bool processing = moment.status->state == State::processing;
  add(printer.paused, processing ? "moving-to-paused" : "paused");
  add(printer.hold_new_jobs, "hold-new-jobs");
  if (reasons.empty()) reasons.emplace_back("none");
  return reasons;
}

void write_status(const PrinterView& view, const PrinterMoment& moment,
                  const AttributeWriter& out) {
  const job::Printer& printer = view.printer;
  const auto reasons = reasons_of(printer, moment);
  out.enumeration("printer-state", static_cast<int>(state_of(printer, moment)));
  out.keywords("printer-state-reasons", reasons);
  out.text("printer-state-message", message_of(view, moment));
  out.text("printer-message-from-operator", printer.state_message, 127);
  out.boolean("printer-is-accepting-jobs", printer.accepting);
  out.integer("queued-job-count", moment.counts.active());
  out.integer("printer-up-time", std::max(1, up_time(moment.now.up, moment.now.up)));
  out.date("printer-current-time", moment.now.wall);
  write_change(view, "printer-state-change-time", "printer-state-change-date-time",
               printer.state_changed, moment.now, out);
  write_change(view, "printer-config-change-time", "printer-config-change-date-time",
               printer.config_changed, moment.now, out);
  write_alerts(reasons, out);
}

} // namespace platen::intake::ipp
