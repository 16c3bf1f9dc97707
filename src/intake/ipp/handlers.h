#pragma once

#include "intake/ipp/operation.h"

// The handlers that operations.cpp lists; each is in the file of its name.
namespace platen::intake::ipp {

// Printers.
void get_printer_attributes(const std::shared_ptr<Call>& call);
void get_printer_supported_values(const std::shared_ptr<Call>& call);
void set_printer_attributes(const std::shared_ptr<Call>& call);
void pause_printer(const std::shared_ptr<Call>& call);
void pause_printer_after_current_job(const std::shared_ptr<Call>& call);
void resume_printer(const std::shared_ptr<Call>& call);
void enable_printer(const std::shared_ptr<Call>& call);
void disable_printer(const std::shared_ptr<Call>& call);
void restart_printer(const std::shared_ptr<Call>& call);
void shutdown_printer(const std::shared_ptr<Call>& call);
void startup_printer(const std::shared_ptr<Call>& call);
void hold_new_jobs(const std::shared_ptr<Call>& call);
void release_held_new_jobs(const std::shared_ptr<Call>& call);
void identify_printer(const std::shared_ptr<Call>& call);

// Papers, profiles and recipes.
void get_library(const std::shared_ptr<Call>& call);
void add_to_library(const std::shared_ptr<Call>& call);
void remove_from_library(const std::shared_ptr<Call>& call);

void get_account(const std::shared_ptr<Call>& call);

// Jobs and documents.
void print_job(const std::shared_ptr<Call>& call);
void validate_job(const std::shared_ptr<Call>& call);
void create_job(const std::shared_ptr<Call>& call);
std::optional<Refusal> check_new_job(Call& call); // of these three
void send_document(const std::shared_ptr<Call>& call);
std::optional<Refusal> check_send_document(Call& call);
void close_job(const std::shared_ptr<Call>& call);
void cancel_job(const std::shared_ptr<Call>& call);
void cancel_jobs(const std::shared_ptr<Call>& call);
void cancel_my_jobs(const std::shared_ptr<Call>& call);
void cancel_current_job(const std::shared_ptr<Call>& call);
void suspend_current_job(const std::shared_ptr<Call>& call);
void purge_jobs(const std::shared_ptr<Call>& call);
void get_jobs(const std::shared_ptr<Call>& call);
void get_job_attributes(const std::shared_ptr<Call>& call);
void set_job_attributes(const std::shared_ptr<Call>& call);
void hold_job(const std::shared_ptr<Call>& call);
void release_job(const std::shared_ptr<Call>& call);
void restart_job(const std::shared_ptr<Call>& call);
void resume_job(const std::shared_ptr<Call>& call);
void resubmit_job(const std::shared_ptr<Call>& call);
void reprocess_job(const std::shared_ptr<Call>& call);
void promote_job(const std::shared_ptr<Call>& call);
void schedule_job_after(const std::shared_ptr<Call>& call);
void move_job(const std::shared_ptr<Call>& call);
void get_documents(const std::shared_ptr<Call>& call);
void get_document_attributes(const std::shared_ptr<Call>& call);
void set_document_attributes(const std::shared_ptr<Call>& call);
void cancel_document(const std::shared_ptr<Call>& call);

// Maintenance (docs/protocols/ipp.md).
void maintain_printer(const std::shared_ptr<Call>& call);

// Subscriptions.
void create_printer_subscriptions(const std::shared_ptr<Call>& call);
void create_job_subscriptions(const std::shared_ptr<Call>& call);
void get_subscription_attributes(const std::shared_ptr<Call>& call);
void get_subscriptions(const std::shared_ptr<Call>& call);
void renew_subscription(const std::shared_ptr<Call>& call);
void cancel_subscription(const std::shared_ptr<Call>& call);
void get_notifications(const std::shared_ptr<Call>& call);

// The system, and CUPS' operations.
void get_system_attributes(const std::shared_ptr<Call>& call);
void get_system_supported_values(const std::shared_ptr<Call>& call);
void set_system_attributes(const std::shared_ptr<Call>& call);
void get_printers(const std::shared_ptr<Call>& call);
void create_printer(const std::shared_ptr<Call>& call);
void delete_printer(const std::shared_ptr<Call>& call);
void shutdown_one_printer(const std::shared_ptr<Call>& call);
void startup_one_printer(const std::shared_ptr<Call>& call);
void enable_all_printers(const std::shared_ptr<Call>& call);
void disable_all_printers(const std::shared_ptr<Call>& call);
void pause_all_printers(const std::shared_ptr<Call>& call);
void pause_all_printers_after_current_job(const std::shared_ptr<Call>& call);
void resume_all_printers(const std::shared_ptr<Call>& call);
void shutdown_all_printers(const std::shared_ptr<Call>& call);
void startup_all_printers(const std::shared_ptr<Call>& call);
void cups_get_printers(const std::shared_ptr<Call>& call);
void cups_get_default(const std::shared_ptr<Call>& call);
void cups_set_default(const std::shared_ptr<Call>& call);

} // namespace platen::intake::ipp
