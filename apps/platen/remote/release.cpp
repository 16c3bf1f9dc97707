#include "client/request.h"
#include "remote/job_settings.h"
#include "remote/session.h"
#include "secret.h"

#include <cstdlib>
#include <optional>

namespace platen::app {

namespace {

using platen::ipp::Message;

// Never a word of the command: every process list shows those.
Result<std::optional<std::string>> pin_of(const Arguments& arguments) {
  if (!arguments.has("pin")) return std::optional<std::string>();
  if (arguments.has("without-pin"))
    return fail(Errc::invalid, "--pin and --without-pin exclude each other");
  const char* const given = std::getenv("PLATEN_JOB_PIN");
  if (given != nullptr && *given != '\0') return std::optional<std::string>(given);
  TRY(std::string pin, ask_secret("PIN of the job: ", "PIN"));
  if (pin.empty()) return fail(Errc::invalid, "the PIN is empty");
  return std::optional(std::move(pin));
}

Result<void> release(Session& session, int job, const std::optional<std::string>& pin,
                     bool without_pin) {
  Request request = session.job_request(IPP_OP_RELEASE_JOB, job);
  if (pin) { // job-password (PWG 5100.11)
    ippAddOctetString(request.get(), IPP_TAG_OPERATION, "job-password", pin->data(),
                      static_cast<int>(pin->size()));
    request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-password-encryption", "none");
  }
  if (without_pin) ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-without-password", 1);
  TRY_VOID(session.ask(request));
  return {};
}

Result<Message> ask_job(Session& session, int job) {
  Request request = session.job_request(IPP_OP_GET_JOB_ATTRIBUTES, job);
  client::request_attributes(request.message, {"job-printer-uri", "job-state"});
  return session.ask(request);
}

// What a held job lacks, or had wrong, in one change: all or none.
Result<void> set(Session& session, int job, const model::Options& settings) {
  TRY(const Message about, ask_job(session, job));
  const std::string uri = about.text(IPP_TAG_JOB, "job-printer-uri").value_or("");
  const std::string printer = uri.substr(uri.rfind('/') + 1);
  TRY(const Message offered,
      session.ask(session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, printer)));
  Request request = session.job_request(IPP_OP_SET_JOB_ATTRIBUTES, job);
  TRY_VOID(add_job_settings(request.message, offered, settings));
  TRY_VOID(session.ask(request));
  return {};
}

// It may be gone to the printer already, when nothing else held it.
Result<bool> still_held(Session& session, int job) {
  TRY(const Message about, ask_job(session, job));
  return about.integer(IPP_TAG_JOB, "job-state") == IPP_JSTATE_HELD;
}

Result<model::Options> settings_of(const Arguments& arguments) {
  TRY(auto settings, name_values(arguments));
  for (const auto& [name, value] : settings)
    if (name == "job-password")
      return fail(Errc::invalid, "a job keeps its job-password; --pin releases it");
  return settings;
}

int run(const Command& command, const Arguments& arguments) {
  // Wrong words are told before anybody is asked for a PIN.
  if (const auto jobs = job_numbers(arguments); !jobs) return report(command, jobs.error());
  const auto settings = settings_of(arguments);
  if (!settings) return report(command, settings.error());
  const auto pin = pin_of(arguments);
  if (!pin) return report(command, pin.error());
  return for_each_job(command, arguments, [&](Session& session, int job) -> Result<void> {
    if (!settings->empty()) {
      TRY_VOID(set(session, job, *settings));
      TRY(const bool held, still_held(session, job));
      if (!held) return {};
    }
    return release(session, job, *pin, arguments.has("without-pin"));
  });
}

} // namespace

const Command& release_command() {
  static const Command command{
      "release",
      "Lets held jobs print.",
      "JOB...",
      {{0, "pin", "", "jobs that were submitted with -o job-password=PIN: it is asked for"},
       {0, "without-pin", "", "the same without their PIN, by an administrator"},
       option_flag,
       server_flag},
      "-o gives a job what it lacks: job-account-id=NUMBER for a job that waits for a department "
      "(whose\n"
      "PIN comes from the environment variable PLATEN_DEPARTMENT_PIN), or printer-language.\n"
      "The PIN of --pin is taken from the environment variable PLATEN_JOB_PIN, else asked for on "
      "the\n"
      "terminal, or one line of standard input.\n",
      run};
  return command;
}

} // namespace platen::app
