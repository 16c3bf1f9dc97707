#include "client/request.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"

namespace platen::app {

namespace {

// A held job was not printed yet: Reprocess-Job, which is for jobs that have ended, refuses it, and
// says so. Resubmit-Job would copy it.
Result<ipp_op_t> operation_for(Session& session, int job) {
  Request request = session.job_request(IPP_OP_GET_JOB_ATTRIBUTES, job);
  client::request_attributes(request.message, {"job-state"});
  TRY(const auto answer, session.ask(request));
  const bool held = answer.integer(IPP_TAG_JOB, "job-state") == IPP_JSTATE_HELD;
  return held ? IPP_OP_REPROCESS_JOB : IPP_OP_RESUBMIT_JOB;
}

int run(const Command& command, const Arguments& arguments) {
  Json all = Json::array();
  const int code = for_each_job(command, arguments, [&](Session& session, int job) -> Result<void> {
    TRY(const ipp_op_t operation, operation_for(session, job));
    TRY(const auto answer, session.ask(session.job_request(operation, job)));
    const int copy = answer.integer(IPP_TAG_JOB, "job-id").value_or(0);
    all.push_back({{"job-id", copy}, {"original-job-id", job}});
    if (arguments.has("json")) return {};
    return print_text("job " + std::to_string(copy) + " prints job " + std::to_string(job) +
                      " again\n");
  });
  if (!arguments.has("json") || all.empty()) return code;
  const int printed = run_reported(command, [&] { return print_json(all); });
  return code == exit_done ? printed : code;
}

} // namespace

const Command& reprint_command() {
  static const Command command{"reprint",
                               "Prints finished jobs again, as new jobs.",
                               "JOB...",
                               {json_flag, server_flag},
                               "The server keeps documents for some days (\"platen.toml\").\n",
                               run};
  return command;
}

} // namespace platen::app
