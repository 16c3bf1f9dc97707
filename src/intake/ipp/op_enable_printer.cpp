#include "intake/ipp/handlers.h"
#include "intake/ipp/printer_edit.h"

namespace platen::intake::ipp {

namespace {

Result<void> accept(job::Printer& printer) {
  printer.accepting = true;
  return {};
}

Result<void> reject(job::Printer& printer) {
  printer.accepting = false;
  return {};
}

// Shut down: takes no jobs and prints none, after the present one (RFC 3998 section 3.5.2).
Result<void> shut_down(job::Printer& printer) {
  printer.accepting = false;
  printer.paused = true;
  return {};
}

Result<void> start_up(job::Printer& printer) {
  printer.accepting = true;
  printer.paused = false;
  printer.state_message.clear();
  return {};
}

bool names_no_printer(const std::shared_ptr<Call>& call) {
  if (call->printer != nullptr) return false;
  call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request names no printer: printer-id is missing");
  return true;
}

} // namespace

// RFC 3998 section 3.1; cupsaccept and cupsreject ask for the same under CUPS' own codes.
void enable_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "enable-printer", accept);
}

void disable_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "disable-printer", reject);
}

// RFC 3998 section 3.5: there is no power switch here, only a queue.
void restart_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "restart-printer", start_up,
               [call] { call->services.scheduler.interrupt(call->printer->id); });
}

void shutdown_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "shutdown-printer", shut_down);
}

void startup_printer(const std::shared_ptr<Call>& call) {
  edit_printer(call, "startup-printer", start_up);
}

// PWG 5100.22 section 6.2: a system-uri with a printer-id.
void shutdown_one_printer(const std::shared_ptr<Call>& call) {
  if (!names_no_printer(call)) shutdown_printer(call);
}

void startup_one_printer(const std::shared_ptr<Call>& call) {
  if (!names_no_printer(call)) startup_printer(call);
}

// PWG 5100.22 section 6.3.
void enable_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "enable-all-printers", accept);
}

void disable_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "disable-all-printers", reject);
}

void shutdown_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "shutdown-all-printers", shut_down);
}

void startup_all_printers(const std::shared_ptr<Call>& call) {
  edit_all_printers(call, "startup-all-printers", start_up);
}

} // namespace platen::intake::ipp
