#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/printer_edit.h"

namespace platen::intake::ipp {

namespace {

// "printer-message-from-operator" tells people why (RFC 3998 section 6.1).
job::Store::PrinterEdit pausing(const Call& call) {
  const std::string message = cut_text(
      clean_text(
          call.request.text(IPP_TAG_OPERATION, "printer-message-from-operator").value_or("")),
      127);
  return [message](job::Printer& printer) -> Result<void> {
    printer.paused = true;
    printer.state_message = message;
    return {};
  };
}

Result<void> resume(job::Printer& printer) {
  printer.paused = false;
  printer.state_message.clear();
  return {};
}

} // namespace

// RFC 8011 section 4.2.7: as soon as possible. What was being printed begins anew after the pause.
void pause_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "pause-printer", pausing(*call),
               [call] { call->services.scheduler.interrupt(call->printer->id); });
}

// RFC 3998 section 3.3.1.
void pause_printer_after_current_job(const std::shared_ptr<Call>& call) {
  edit_printer(call, "pause-printer-after-current-job", pausing(*call));
}

// RFC 8011 section 4.2.8.
void resume_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "resume-printer", resume);
}

// PWG 5100.22 sections 6.3.8 to 6.3.10.
void pause_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "pause-all-printers", pausing(*call),
                    [call](job::PrinterId id) { call->services.scheduler.interrupt(id); });
}

void pause_all_printers_after_current_job(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "pause-all-printers-after-current-job", pausing(*call));
}

void resume_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "resume-all-printers", resume);
}

} // namespace platen::intake::ipp
