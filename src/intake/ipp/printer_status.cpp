#include "intake/ipp/printer_attributes.h"
#include "wire/ipp/inboxes.h"

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
constexpr std::array<Alert, 19> alerts{{
    {"media-empty", "inputMediaSupplyEmpty", "The paper is empty"},
    {"media-low", "inputMediaSupplyLow", "The paper is low"},
    {"media-needed", "inputMediaChangeRequest", "The printer waits for paper"},
    {"media-jam", "jam", "Paper is jammed"},
    {"input-tray-missing", "inputMediaTrayMissing", "A paper tray is missing"},
    {"output-area-full", "outputMediaTrayFull", "The output tray is full"},
    {"output-area-almost-full", "outputMediaTrayAlmostFull", "The output tray is nearly full"},
    {"output-tray-missing", "outputMediaTrayMissing", "The output tray is missing"},
    {"cover-open", "coverOpen", "A cover is open"},
    {"door-open", "doorOpen", "A door is open"},
    {"interlock-open", "interlockOpen", "A lock is open"},
    {"toner-empty", "markerTonerEmpty", "The toner is empty"},
    {"toner-low", "markerTonerAlmostEmpty", "The toner is low"},
    {"marker-supply-empty", "markerInkEmpty", "An ink is empty"},
    {"marker-supply-low", "markerInkAlmostEmpty", "An ink is low"},
    {"marker-supply-missing", "subunitMissing", "An ink or the toner is missing"},
    {"marker-waste-almost-full", "markerWasteInkReceptacleAlmostFull",
     "The container for waste is nearly full"},
    {"marker-waste-full", "markerWasteInkReceptacleFull", "The container for waste is full"},
    {"offline", "subunitOffline", "The printer is offline"},
}};

// "Paper is jammed at the fixing unit"
std::string at_its_place(const Alert& alert, const device::Reason& reason) {
  return std::string(alert.words) + (reason.place.empty() ? "" : " ") + reason.place;
}

// Our words, and beside them the device's own, where it has some for the same.
std::string words_of(const Alert& alert, const device::Status* device) {
  if (device == nullptr) return std::string(alert.words);
  const auto& reasons = device->condition.reasons;
  const auto said = std::ranges::find(reasons, alert.reason, &device::Reason::keyword);
  if (said == reasons.end()) return std::string(alert.words);
  std::string words = at_its_place(alert, *said);
  if (!said->text.empty() && said->text != words)
    words += " (the printer says: " + said->text + ")";
  return words;
}

// The suites of IPP/2.2 demand the attributes also while there is nothing to tell: one empty value.
void write_alerts(const std::vector<std::string>& reasons, const device::Status* device,
                  const AttributeWriter& out) {
  std::vector<std::string> codes, words;
  for (const std::string& reason : reasons)
    for (const Alert& alert : alerts) {
      if (alert.reason != device::without_severity(reason)) continue;
      const bool warning = reason.ends_with("-warning") || reason.ends_with("-report") ||
                           reason.find("-low") != std::string::npos;
      codes.push_back("code=" + std::string(alert.code) +
                      ";severity=" + (warning ? "warning" : "critical") + ";");
      words.push_back(cut_text(words_of(alert, device), 255));
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

// What the device complains of, the worst first: in our words where we have them.
std::string device_message(const device::Status& status) {
  std::string text;
  for (const device::Severity severity : {device::Severity::error, device::Severity::warning})
    for (const device::Reason& reason : status.condition.reasons) {
      if (reason.severity != severity) continue;
      const auto known = std::ranges::find(alerts, reason.keyword, &Alert::reason);
      const std::string words = known != alerts.end() ? at_its_place(*known, reason) : reason.text;
      if (!words.empty()) text += (text.empty() ? "" : "; ") + words;
    }
  return text.empty() ? status.condition.message : text;
}

std::string message_of(const PrinterView& view, const PrinterMoment& moment) {
  if (view.printer.paused && !view.printer.state_message.empty()) return view.printer.state_message;
  if (!moment.status->message.empty() || !moment.device) return moment.status->message;
  return device_message(*moment.device);
}

// Nothing moves until somebody has been at the device.
bool device_is_stopped(const PrinterMoment& moment) {
  if (!moment.device || moment.device->condition.state != device::State::stopped) return false;
  return std::ranges::any_of(moment.device->condition.reasons, [](const device::Reason& reason) {
    return reason.severity == device::Severity::error;
  });
}

job::Time changed_at(const PrinterView& view, const PrinterMoment& moment) {
  job::Time changed = view.printer.state_changed;
  if (moment.device)
    for (const device::Reason& reason : moment.device->condition.reasons)
      changed = std::max(changed, reason.since);
  return changed;
}

// As wire/ipp/inboxes.h has it.
void write_inboxes(const PrinterView& view, const AttributeWriter& out) {
  constexpr std::size_t longest = 1023;
  if (!view.services.inboxes) return;
  std::vector<std::string> texts;
  for (const inbox::Inbox& one : view.services.inboxes(view.printer)) {
    std::string text = one.protocol + " " + std::to_string(one.port);
    if (!one.queue.empty()) text += " " + one.queue;
    if (!one.trouble.empty()) text += ": " + one.trouble;
    texts.push_back(cut_text(text, longest));
  }
  if (!texts.empty()) out.strings(IPP_TAG_TEXT, platen::ipp::inboxes_attribute, texts);
}

} // namespace

PrinterMoment moment_of(const Services& services, job::PrinterId printer) {
  return {services.scheduler.status(printer), services.store.counts(printer), services.up->now(),
          services.device_status ? services.device_status(printer) : nullptr};
}

State state_of(const job::Printer& printer, const PrinterMoment& moment) {
  const State session = moment.status->state;
  if (device_is_stopped(moment)) return State::stopped;
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
  if (moment.device) device::add_reasons(reasons, moment.device->condition);
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
               changed_at(view, moment), moment.now, out);
  write_change(view, "printer-config-change-time", "printer-config-change-date-time",
               printer.config_changed, moment.now, out);
  write_alerts(reasons, moment.device.get(), out);
  write_inboxes(view, out);
}

} // namespace platen::intake::ipp
