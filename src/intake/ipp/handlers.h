#pragma once

#include "intake/ipp/operation.h"

// The handlers that operations.cpp lists; each is in the file of its name.
namespace platen::intake::ipp {

// Printers.
void get_printer_attributes(const std::shared_ptr<Call>& call);

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

// Subscriptions.
void create_printer_subscriptions(const std::shared_ptr<Call>& call);
void create_job_subscriptions(const std::shared_ptr<Call>& call);
void get_subscription_attributes(const std::shared_ptr<Call>& call);
void get_subscriptions(const std::shared_ptr<Call>& call);
void renew_subscription(const std::shared_ptr<Call>& call);
void cancel_subscription(const std::shared_ptr<Call>& call);
void get_notifications(const std::shared_ptr<Call>& call);

// The system, and CUPS' operations.

} // namespace platen::intake::ipp
