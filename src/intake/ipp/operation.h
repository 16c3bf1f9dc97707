#pragma once

#include "intake/ipp/admission.h"
#include "intake/ipp/checks.h"
#include "intake/ipp/models_now.h"
#include "intake/ipp/service.h"
#include "wire/ipp/message.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace platen::intake::ipp {

using platen::ipp::Message;

// One operation under way. Handlers read `request`, add to `reply` and end with exactly one
// answer(), at once or later from any thread; the call lives until then. By the time a handler
// runs, the dispatcher has checked version, charset, language, the order of groups, the target URI,
// who may do it, and has found the target's records.
struct Call : std::enable_shared_from_this<Call> {
  Call(Services& all, Message asked, Message answer)
      : services(all), policy(all.policy.get()), models(models_now(all)), request(std::move(asked)),
        reply(std::move(answer)) {}

  Services& services;
  const std::shared_ptr<const Policy> policy; // as it was when the request began
  const std::shared_ptr<const Models> models; // likewise; pointers to models point into it
  Message request;
  Message reply; // group 1 (operation attributes) is begun
  auth::Principal principal;
  std::string user;         // authenticated name, else requesting-user-name, else "anonymous"
  std::string scheme, host; // "ipp"/"ipps" and NAME:PORT as the client reached us
  std::string path;         // of the HTTP request
  // Target Printer, or the one of the target Job; null where the target is no printer, or all of
  // them (Target::printer_or_all), or when the printer of a finished job is gone.
  std::shared_ptr<const job::Printer> printer;
  const model::Model* model = nullptr; // of `printer`; null as well when no such model is installed
  // What it points to in place of one of `models`: that of a unit without some of its parts.
  std::shared_ptr<const model::Model> fitted;
  std::unique_ptr<job::Job> job; // target Job, or null: a record is large, and most have none
  std::unique_ptr<job::IncomingDocument> document; // document data; null when none came
  std::string document_error;              // not empty: the document could not be stored, and why
  std::shared_ptr<Admission::Share> share; // of a request for a job or a document; until answered
  std::shared_ptr<void> keep;              // whatever has to live as long as the call

  void answer(ipp_status_t status, std::string_view message = {});
  void answer(const Error& error); // maps Errc to a status (status.h), with its message
  // The whole encoded answer; its first eight bytes are those of `reply`.
  void answer_encoded(std::shared_ptr<const std::string> bytes);
  // Set by the dispatcher; called once, with the encoded answer and its status.
  std::function<void(std::shared_ptr<const std::string> bytes, ipp_status_t status)> respond;
};

enum class Target : std::uint8_t {
  printer,
  printer_or_all, // a Printer, or all of them under "/", "/jobs" and "/printers", as CUPS clients
                  // ask
  job,
  printer_or_job,
  system,
  none
};
enum class Access : std::uint8_t {
  anyone,    // no login, ever (Get-Printer-Attributes: clients.md)
  print,     // whoever may print
  job_owner, // the job's owner or an operator
  operates,  // an operator, or an administrator
  administrator,
};

// The owner of a job, or an operator: a job of a proven user belongs to that user alone, any
// other to whoever claims its name (RFC 8011 section 9.3).
bool may_change(const Call& call, const job::Job& job);

// One row of the table of operations. The only list of them: operations-supported comes from it.
struct Operation {
  ipp_op_t code;
  std::string_view name;
  Target target;
  Access access;
  bool takes_document; // document data may follow the attributes
  // Runs before document data is taken: a refusal, with what it added to the reply, answers the
  // request without reading it. May be null.
  std::optional<Refusal> (*check)(Call& call);
  void (*run)(const std::shared_ptr<Call>& call);
};
// What a token needs for it.
auth::Scope scope_of(const Operation& operation);
std::span<const Operation> operations(); // operations.cpp: one line each
// Any code that a client may send: an ipp_op_t holds only those that libcups knows.
const Operation* find_operation(int code);

ipp_status_t status_of(Errc code); // the one mapping of errors, tested exhaustively

} // namespace platen::intake::ipp
