#include "client/option_values.h"
#include "remote/session.h"

#include <ctime>

namespace platen::app {

namespace {

// A time of day is this computer's; servers read it as UTC.
Result<std::string> hold_until(const Arguments& arguments) {
  std::string until = arguments.get("until", "indefinite");
  if (until.find(':') == std::string::npos) return until;
  const auto utc = client::utc_time_of_day(until, std::time(nullptr));
  if (!utc) return fail(Errc::invalid, "--until takes HH:MM or a keyword, not \"" + until + "\"");
  return *utc;
}

int run(const Command& command, const Arguments& arguments) {
  const auto until = hold_until(arguments);
  if (!until) return report(command, until.error());
  return for_each_job(command, arguments, [&](Session& session, int job) -> Result<void> {
    Request request = session.job_request(IPP_OP_HOLD_JOB, job);
    const bool time = until->find(':') != std::string::npos;
    request.add(IPP_TAG_OPERATION, time ? IPP_TAG_NAME : IPP_TAG_KEYWORD, "job-hold-until", *until);
    TRY_VOID(session.ask(request));
    return {};
  });
}

} // namespace

const Command& hold_command() {
  static const Command command{
      "hold",
      "Holds jobs that have not begun, until they are released.",
      "JOB...",
      {{0, "until", "WHEN", "HH:MM, or a keyword: evening, night, weekend, ..."}, server_flag},
      "",
      run};
  return command;
}

} // namespace platen::app
