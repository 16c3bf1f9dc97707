#include "intake/api/asked.h"

#include "job/job.h"
#include "wire/ipp/request.h"

#include <charconv>

namespace platen::intake::api {

using namespace platen::ipp;

Result<void> check_printer_name(const std::string& name) {
  if (job::check_printer_name(name)) return {};
  return fail(Errc::not_found, "there is no printer \"" + name + "\"");
}

Result<Message> printer_request(const PrintServices& services, const Call& call,
                                ipp_op_t operation) {
  TRY_VOID(check_printer_name(call.names[0]));
  return services.desk.to_printer(call, operation, call.names[0]);
}

Result<Message> all_of_printer(const PrintServices& services, const Call& call,
                               const std::string& printer) {
  TRY_VOID(check_printer_name(printer));
  return services.desk.ask(call,
                           services.desk.to_printer(call, IPP_OP_GET_PRINTER_ATTRIBUTES, printer));
}

Result<std::int32_t> job_number(const Call& call) {
  const std::string& text = call.names[0];
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1)
    return fail(Errc::not_found, "there is no job " + text);
  return number;
}

Result<Message> job_request(const PrintServices& services, const Call& call, ipp_op_t operation) {
  TRY(const std::int32_t job, job_number(call));
  return services.desk.to_job(call, operation, job);
}

Result<Message> ask_job(const PrintServices& services, const Call& call,
                        const std::vector<const char*>& names) {
  TRY(Message request, job_request(services, call, IPP_OP_GET_JOB_ATTRIBUTES));
  request_attributes(request, names);
  return services.desk.ask(call, request);
}

std::string printer_of(const Record& job) {
  const std::string uri = job.text("job-printer-uri");
  return uri.substr(uri.rfind('/') + 1);
}

Result<http::Response> job_made(const Message& answer) {
  const auto id = answer.integer(IPP_TAG_JOB, "job-id");
  if (!id) return fail(Errc::bug, "the job has no number");
  return json_response(201, dumped({{"job-id", *id}}));
}

} // namespace platen::intake::api
