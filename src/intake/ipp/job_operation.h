#pragma once

#include "intake/ipp/operation.h"

#include <memory>
#include <string>
#include <string_view>

// What the operations on jobs have in common.
namespace platen::intake::ipp {

// The store's refusal of a change: a full disk is server-error-temporary-error (RFC 8011 appendix
// B.1.5.6), the rest as status_of() says.
void answer_store(const std::shared_ptr<Call>& call, const Error& error);

// For changes that answer with the job: job-id, job-uri, job-state, ...
job::Store::Done<job::Job> answers_with_job(std::shared_ptr<Call> call,
                                            ipp_status_t success = IPP_STATUS_OK);

// Changes the call's job, notes it in the audit log and answers.
void change_job(const std::shared_ptr<Call>& call, std::string_view act, job::Store::JobEdit edit);
void note(const Call& call, std::string_view act, const std::string& object,
          const Result<void>& outcome);

// Cancels one job; `done` gets Errc::conflict when it had finished. The client's "message" becomes
// job-state-message.
void cancel_job_of(const std::shared_ptr<Call>& call, job::JobId id,
                   std::function<void(Result<void>)> done);

// The document could not be stored: answers and is true.
bool refuse_unstored(const std::shared_ptr<Call>& call);

} // namespace platen::intake::ipp
