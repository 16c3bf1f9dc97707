#pragma once

#include "intake/ipp/job_account.h"
#include "intake/ipp/job_settings.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/pins.h"

#include <optional>
#include <string>
#include <vector>

namespace platen::intake::ipp {

// What a request wants of a job: its Job Template attributes, checked against a model.
struct JobWish {
  model::Options options; // for make_ticket, the printer's defaults included
  std::string attributes; // as Job::attributes
  JobSettings settings;
  ipp_status_t status = IPP_STATUS_OK; // of the success: what was ignored or substituted
  // Not empty: it asks for a language that the printer does not have, and what can be done; a new
  // job is held. What is in `options` is the printer's default.
  std::string lacking_language;
  std::vector<std::string> notes; // of a new job, and of one that moves: not_as_asked.h
};

// Whether the client rather has a job refused than one that is not as this attribute says
// (ipp-attribute-fidelity, job-mandatory-attributes).
bool must_have(const Message& request, std::string_view attribute);

// Reads the job group of the call's request, and the settings among its operation attributes, over
// what the job `before` was accepted with (null: a new one), its recipe and the printer's defaults
// as they were then. What is not done as asked goes into the reply's unsupported group, and is a
// refusal when the request says so (ipp-attribute-fidelity, job-mandatory-attributes).
tl::expected<JobWish, Refusal> read_wish(Call& call, const model::Model& model,
                                         const job::Printer& printer, const job::Job* before);
// The same for a job that moves to another printer: what that one does not have is dropped.
tl::expected<JobWish, Refusal> move_wish(const model::Model& model, const job::Printer& printer,
                                         const std::string& attributes);
void apply_wish(const JobWish& wish, job::Job& job); // all but the settings

// job-password with its encryption; nothing when none is given.
tl::expected<std::optional<Pin>, Refusal> read_pin(Call& call);

// A request for a new job, as a record that the store takes.
struct NewJob {
  job::Job job;
  std::optional<Pin> pin;
  std::optional<AccountClaim> claim; // still to be proven
  ipp_status_t status = IPP_STATUS_OK;
};
// Is the printer accepting, the document of a format that we read, the wish one that it can do, the
// user within the limits?
tl::expected<NewJob, Refusal> read_new_job(Call& call);

// For Operation::check: reads it and keeps it in the call for kept_job(), where its account may
// still have to be proven (with_settled_job()).
std::optional<Refusal> check_new_job(Call& call);
NewJob& kept_job(Call& call);

// The call's printer takes one more job of the call's user.
std::optional<Refusal> check_printer(Call& call);
// There is room for what the call brings: a job, or a further document of one.
std::optional<Refusal> check_room(Call& call, bool new_job);
// document-format is one that we read (formats.h).
std::optional<Refusal> check_format(Call& call);
// The document of the call with its name and format, ready for the store.
std::unique_ptr<job::IncomingDocument> take_document(Call& call);

// A name or text that people gave: valid UTF-8 without control characters (C0 and C1: a terminal
// takes both).
std::string clean_text(std::string text);

} // namespace platen::intake::ipp
