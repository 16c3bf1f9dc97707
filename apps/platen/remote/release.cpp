#include "remote/session.h"

namespace platen::app {

namespace {

int run(const Command& command, const Arguments& arguments) {
  return for_each_job(command, arguments, [&](Session& session, int job) -> Result<void> {
    Request request = session.job_request(IPP_OP_RELEASE_JOB, job);
    if (arguments.has("pin")) { // job-password (PWG 5100.11)
      const std::string pin = arguments.get("pin");
      ippAddOctetString(request.get(), IPP_TAG_OPERATION, "job-password", pin.data(),
                        static_cast<int>(pin.size()));
      request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-password-encryption", "none");
    }
    TRY_VOID(session.ask(request));
    return {};
  });
}

} // namespace

const Command& release_command() {
  static const Command command{
      "release",
      "Lets held jobs print.",
      "JOB...",
      {{0, "pin", "PIN", "of a job that was submitted with -o job-password=PIN"}, server_flag},
      "",
      run};
  return command;
}

} // namespace platen::app
