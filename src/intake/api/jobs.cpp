#include "intake/api/print_routes.h"
#include "wire/ipp/listings.h"
#include "wire/ipp/request.h"

namespace platen::intake::api {

using namespace platen::ipp;

Result<http::Response> list_jobs(const PrintServices& services, const Call& call) {
  const std::string printer(call.asked("printer"));
  Message request = printer.empty() ? services.desk.to_system(call, IPP_OP_GET_JOBS)
                                    : services.desk.to_printer(call, IPP_OP_GET_JOBS, printer);
  request_attributes(request, names_of(job_fields));
  TRY(const Message answer, services.desk.ask(call, request));
  Json all = Json::array();
  for (const Record& job : records_of(answer, IPP_TAG_JOB))
    all.push_back(select(job, job_fields));
  return json_response(200, dumped(all));
}

} // namespace platen::intake::api
