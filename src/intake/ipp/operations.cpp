#include "intake/ipp/handlers.h"
#include "wire/ipp/account_operation.h"
#include "wire/ipp/library_operations.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

using T = Target;
using A = Access;

// Of the range that RFC 8011 section 5.4.15 leaves to vendors; CUPS uses 0x4001 to 0x4028.
constexpr auto maintain_printer_code = static_cast<ipp_op_t>(0x5001);

constexpr bool document = true, no_document = false;

// Code, name, target, access, document data, check before the document is read, handler.
const auto table = std::to_array<Operation>({
    // Printers (RFC 8011 section 4.2, RFC 3998).
    {IPP_OP_GET_PRINTER_ATTRIBUTES, "Get-Printer-Attributes", T::printer, A::anyone, no_document,
     nullptr, get_printer_attributes},
    {IPP_OP_GET_PRINTER_SUPPORTED_VALUES, "Get-Printer-Supported-Values", T::printer, A::print,
     no_document, nullptr, get_printer_supported_values},
    {IPP_OP_SET_PRINTER_ATTRIBUTES, "Set-Printer-Attributes", T::printer, A::administrator,
     no_document, nullptr, set_printer_attributes},
    {IPP_OP_PAUSE_PRINTER, "Pause-Printer", T::printer, A::operates, no_document, nullptr,
     pause_printer},
    {IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB, "Pause-Printer-After-Current-Job", T::printer,
     A::operates, no_document, nullptr, pause_printer_after_current_job},
    {IPP_OP_RESUME_PRINTER, "Resume-Printer", T::printer, A::operates, no_document, nullptr,
     resume_printer},
    {IPP_OP_ENABLE_PRINTER, "Enable-Printer", T::printer, A::operates, no_document, nullptr,
     enable_printer},
    {IPP_OP_DISABLE_PRINTER, "Disable-Printer", T::printer, A::operates, no_document, nullptr,
     disable_printer},
    {IPP_OP_RESTART_PRINTER, "Restart-Printer", T::printer, A::operates, no_document, nullptr,
     restart_printer},
    {IPP_OP_SHUTDOWN_PRINTER, "Shutdown-Printer", T::printer, A::operates, no_document, nullptr,
     shutdown_printer},
    {IPP_OP_STARTUP_PRINTER, "Startup-Printer", T::printer, A::operates, no_document, nullptr,
     startup_printer},
    {IPP_OP_HOLD_NEW_JOBS, "Hold-New-Jobs", T::printer, A::operates, no_document, nullptr,
     hold_new_jobs},
    {IPP_OP_RELEASE_HELD_NEW_JOBS, "Release-Held-New-Jobs", T::printer, A::operates, no_document,
     nullptr, release_held_new_jobs},
    {IPP_OP_IDENTIFY_PRINTER, "Identify-Printer", T::printer, A::print, no_document, nullptr,
     identify_printer},
    // Jobs and documents (RFC 8011 sections 4.2 and 4.3, PWG 5100.5, 5100.7, 5100.11).
    {IPP_OP_PRINT_JOB, "Print-Job", T::printer, A::print, document, check_new_job, print_job},
    {IPP_OP_VALIDATE_JOB, "Validate-Job", T::printer, A::print, no_document, check_new_job,
     validate_job},
    {IPP_OP_CREATE_JOB, "Create-Job", T::printer, A::print, no_document, check_new_job, create_job},
    {IPP_OP_SEND_DOCUMENT, "Send-Document", T::job, A::job_owner, document, check_send_document,
     send_document},
    {IPP_OP_CLOSE_JOB, "Close-Job", T::job, A::job_owner, no_document, nullptr, close_job},
    {IPP_OP_CANCEL_JOB, "Cancel-Job", T::job, A::job_owner, no_document, nullptr, cancel_job},
    {IPP_OP_CANCEL_JOBS, "Cancel-Jobs", T::printer_or_all, A::operates, no_document, nullptr,
     cancel_jobs},
    {IPP_OP_CANCEL_MY_JOBS, "Cancel-My-Jobs", T::printer_or_all, A::print, no_document, nullptr,
     cancel_my_jobs},
    {IPP_OP_CANCEL_CURRENT_JOB, "Cancel-Current-Job", T::printer, A::print, no_document, nullptr,
     cancel_current_job},
    {IPP_OP_SUSPEND_CURRENT_JOB, "Suspend-Current-Job", T::printer, A::print, no_document, nullptr,
     suspend_current_job},
    {IPP_OP_PURGE_JOBS, "Purge-Jobs", T::printer_or_all, A::operates, no_document, nullptr,
     purge_jobs},
    {IPP_OP_GET_JOBS, "Get-Jobs", T::printer_or_all, A::print, no_document, nullptr, get_jobs},
    {IPP_OP_GET_JOB_ATTRIBUTES, "Get-Job-Attributes", T::job, A::print, no_document, nullptr,
     get_job_attributes},
    {IPP_OP_SET_JOB_ATTRIBUTES, "Set-Job-Attributes", T::job, A::job_owner, no_document, nullptr,
     set_job_attributes},
    {IPP_OP_HOLD_JOB, "Hold-Job", T::job, A::job_owner, no_document, nullptr, hold_job},
    {IPP_OP_RELEASE_JOB, "Release-Job", T::job, A::print, no_document, nullptr, release_job},
    {IPP_OP_RESTART_JOB, "Restart-Job", T::job, A::job_owner, no_document, nullptr, restart_job},
    {IPP_OP_RESUME_JOB, "Resume-Job", T::job, A::job_owner, no_document, nullptr, resume_job},
    {IPP_OP_RESUBMIT_JOB, "Resubmit-Job", T::job, A::job_owner, no_document, nullptr, resubmit_job},
    {IPP_OP_REPROCESS_JOB, "Reprocess-Job", T::job, A::job_owner, no_document, nullptr,
     reprocess_job},
    {IPP_OP_PROMOTE_JOB, "Promote-Job", T::job, A::operates, no_document, nullptr, promote_job},
    {IPP_OP_SCHEDULE_JOB_AFTER, "Schedule-Job-After", T::job, A::operates, no_document, nullptr,
     schedule_job_after},
    {IPP_OP_CUPS_MOVE_JOB, "CUPS-Move-Job", T::printer_or_job, A::print, no_document, nullptr,
     move_job},
    {IPP_OP_GET_DOCUMENTS, "Get-Documents", T::job, A::print, no_document, nullptr, get_documents},
    {IPP_OP_GET_DOCUMENT_ATTRIBUTES, "Get-Document-Attributes", T::job, A::print, no_document,
     nullptr, get_document_attributes},
    {IPP_OP_SET_DOCUMENT_ATTRIBUTES, "Set-Document-Attributes", T::job, A::job_owner, no_document,
     nullptr, set_document_attributes},
    {IPP_OP_CANCEL_DOCUMENT, "Cancel-Document", T::job, A::job_owner, no_document, nullptr,
     cancel_document},
    {maintain_printer_code, "Platen-Maintain-Printer", T::printer, A::operates, no_document,
     nullptr, maintain_printer},
    // Subscriptions (RFC 3995, RFC 3996).
    {IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, "Create-Printer-Subscriptions", T::printer_or_all,
     A::print, no_document, nullptr, create_printer_subscriptions},
    {IPP_OP_CREATE_JOB_SUBSCRIPTIONS, "Create-Job-Subscriptions", T::printer_or_all, A::print,
     no_document, nullptr, create_job_subscriptions},
    {IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES, "Get-Subscription-Attributes", T::printer_or_all, A::print,
     no_document, nullptr, get_subscription_attributes},
    {IPP_OP_GET_SUBSCRIPTIONS, "Get-Subscriptions", T::printer_or_all, A::print, no_document,
     nullptr, get_subscriptions},
    {IPP_OP_RENEW_SUBSCRIPTION, "Renew-Subscription", T::printer_or_all, A::print, no_document,
     nullptr, renew_subscription},
    {IPP_OP_CANCEL_SUBSCRIPTION, "Cancel-Subscription", T::printer_or_all, A::print, no_document,
     nullptr, cancel_subscription},
    {IPP_OP_GET_NOTIFICATIONS, "Get-Notifications", T::printer_or_all, A::print, no_document,
     nullptr, get_notifications},
    // The system (PWG 5100.22), and CUPS' operations. Resources and PPD files are not served:
    // Get-Resources and CUPS-Get-PPD get server-error-operation-not-supported.
    {IPP_OP_GET_SYSTEM_ATTRIBUTES, "Get-System-Attributes", T::system, A::anyone, no_document,
     nullptr, get_system_attributes},
    {IPP_OP_GET_SYSTEM_SUPPORTED_VALUES, "Get-System-Supported-Values", T::system, A::print,
     no_document, nullptr, get_system_supported_values},
    {IPP_OP_SET_SYSTEM_ATTRIBUTES, "Set-System-Attributes", T::system, A::administrator,
     no_document, nullptr, set_system_attributes},
    {IPP_OP_GET_PRINTERS, "Get-Printers", T::system, A::anyone, no_document, nullptr, get_printers},
    {IPP_OP_CREATE_PRINTER, "Create-Printer", T::system, A::administrator, no_document, nullptr,
     create_printer},
    {IPP_OP_DELETE_PRINTER, "Delete-Printer", T::system, A::administrator, no_document, nullptr,
     delete_printer},
    {IPP_OP_SHUTDOWN_ONE_PRINTER, "Shutdown-One-Printer", T::system, A::operates, no_document,
     nullptr, shutdown_one_printer},
    {IPP_OP_STARTUP_ONE_PRINTER, "Startup-One-Printer", T::system, A::operates, no_document,
     nullptr, startup_one_printer},
    {IPP_OP_ENABLE_ALL_PRINTERS, "Enable-All-Printers", T::system, A::operates, no_document,
     nullptr, enable_all_printers},
    {IPP_OP_DISABLE_ALL_PRINTERS, "Disable-All-Printers", T::system, A::operates, no_document,
     nullptr, disable_all_printers},
    {IPP_OP_PAUSE_ALL_PRINTERS, "Pause-All-Printers", T::system, A::operates, no_document, nullptr,
     pause_all_printers},
    {IPP_OP_PAUSE_ALL_PRINTERS_AFTER_CURRENT_JOB, "Pause-All-Printers-After-Current-Job", T::system,
     A::operates, no_document, nullptr, pause_all_printers_after_current_job},
    {IPP_OP_RESUME_ALL_PRINTERS, "Resume-All-Printers", T::system, A::operates, no_document,
     nullptr, resume_all_printers},
    {IPP_OP_SHUTDOWN_ALL_PRINTERS, "Shutdown-All-Printers", T::system, A::operates, no_document,
     nullptr, shutdown_all_printers},
    {IPP_OP_STARTUP_ALL_PRINTERS, "Startup-All-Printers", T::system, A::operates, no_document,
     nullptr, startup_all_printers},
    // Papers, profiles and recipes: platen's own (docs/protocols/ipp.md).
    {platen::ipp::get_library_operation, "Platen-Get-Library", T::system, A::print, no_document,
     nullptr, get_library},
    {platen::ipp::add_to_library_operation, "Platen-Add-To-Library", T::system, A::operates,
     document, nullptr, add_to_library},
    {platen::ipp::remove_from_library_operation, "Platen-Remove-From-Library", T::system,
     A::operates, no_document, nullptr, remove_from_library},
    {platen::ipp::get_account_operation, "Platen-Get-Account", T::system, A::administrator,
     no_document, nullptr, get_account},
    {IPP_OP_CUPS_GET_PRINTERS, "CUPS-Get-Printers", T::none, A::anyone, no_document, nullptr,
     cups_get_printers},
    {IPP_OP_CUPS_GET_DEFAULT, "CUPS-Get-Default", T::none, A::anyone, no_document, nullptr,
     cups_get_default},
    {IPP_OP_CUPS_SET_DEFAULT, "CUPS-Set-Default", T::printer, A::administrator, no_document,
     nullptr, cups_set_default},
    {IPP_OP_CUPS_DELETE_PRINTER, "CUPS-Delete-Printer", T::printer, A::administrator, no_document,
     nullptr, delete_printer},
    {IPP_OP_CUPS_ACCEPT_JOBS, "CUPS-Accept-Jobs", T::printer, A::operates, no_document, nullptr,
     enable_printer},
    {IPP_OP_CUPS_REJECT_JOBS, "CUPS-Reject-Jobs", T::printer, A::operates, no_document, nullptr,
     disable_printer},
});

} // namespace

auth::Scope scope_of(const Operation& operation) {
  switch (operation.access) {
  case Access::operates:
    return auth::Scope::operate;
  case Access::administrator:
    return auth::Scope::administer;
  case Access::anyone:
  case Access::print:
  case Access::job_owner:
    break;
  }
  const bool reads = operation.name.find("Get-") != std::string_view::npos;
  return reads ? auth::Scope::read : auth::Scope::print;
}

std::span<const Operation> operations() {
  return table;
}

const Operation* find_operation(int code) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Operation& operation) {
    return static_cast<int>(operation.code) == code;
  });
  return found == table.end() ? nullptr : &*found;
}

} // namespace platen::intake::ipp
