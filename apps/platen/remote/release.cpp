#include "remote/session.h"
#include "secret.h"

#include <cstdlib>
#include <optional>

namespace platen::app {

namespace {

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

int run(const Command& command, const Arguments& arguments) {
  // Wrong words are told before anybody is asked for a PIN.
  if (const auto jobs = job_numbers(arguments); !jobs) return report(command, jobs.error());
  const auto pin = pin_of(arguments);
  if (!pin) return report(command, pin.error());
  return for_each_job(command, arguments, [&](Session& session, int job) {
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
       server_flag},
      "The PIN is taken from the environment variable PLATEN_JOB_PIN, else asked for on the\n"
      "terminal, or one line of standard input.\n",
      run};
  return command;
}

} // namespace platen::app
