#include "intake/api/ipp_desk.h"

#include "wire/ipp/request.h"

namespace platen::intake::api {

using platen::ipp::make_request;
using platen::ipp::Message;

Message IppDesk::to_printer(const Call& call, ipp_op_t operation,
                            const std::string& printer) const {
  return make_request(operation, "printer-uri", "ipp://localhost/ipp/print/" + printer, call.user);
}

Message IppDesk::to_job(const Call& call, ipp_op_t operation, std::int32_t job) const {
  return make_request(operation, "job-uri", "ipp://localhost/jobs/" + std::to_string(job),
                      call.user);
}

Message IppDesk::to_all_printers(const Call& call, ipp_op_t operation) const {
  return make_request(operation, "printer-uri", "ipp://localhost/", call.user);
}

Message IppDesk::to_system(const Call& call, ipp_op_t operation) const {
  return make_request(operation, "system-uri", "ipp://localhost/ipp/system", call.user);
}

Result<Message> IppDesk::ask(const Call& call, const Message& request, UniqueFd document) const {
  http::Head like = call.head;
  like.method = "POST";
  like.path = "/ipp/print";
  TRY(Message answer, service_.ask(request, like, call.principal, std::move(document)));
  if (auto error = error_of(answer)) return Failure(*std::move(error));
  return answer;
}

namespace {

Errc code_of(ipp_status_t status) {
  switch (status) {
  case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
  case IPP_STATUS_ERROR_NOT_AUTHORIZED:
  case IPP_STATUS_ERROR_FORBIDDEN:
  case IPP_STATUS_ERROR_ACCOUNT_AUTHORIZATION_FAILED:
  case IPP_STATUS_ERROR_ACCOUNT_INFO_NEEDED:
  case IPP_STATUS_ERROR_ACCOUNT_CLOSED:
  case IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED:
    return Errc::denied;
  case IPP_STATUS_ERROR_NOT_FOUND:
  case IPP_STATUS_ERROR_GONE:
    return Errc::not_found;
  case IPP_STATUS_ERROR_NOT_POSSIBLE:
  case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
    return Errc::conflict;
  case IPP_STATUS_ERROR_REQUEST_ENTITY:
  case IPP_STATUS_ERROR_REQUEST_VALUE:
    return Errc::limit;
  case IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED:
  case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
    return Errc::unsupported;
  case IPP_STATUS_ERROR_BUSY:
  case IPP_STATUS_ERROR_TEMPORARY:
  case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
  case IPP_STATUS_ERROR_TOO_MANY_JOBS:
    return Errc::busy;
  case IPP_STATUS_ERROR_INTERNAL:
  case IPP_STATUS_ERROR_DEVICE:
    return Errc::io;
  default:
    return Errc::invalid;
  }
}

} // namespace

std::optional<Error> error_of(const Message& answer) {
  const ipp_status_t status = ippGetStatusCode(answer.get());
  if (status < IPP_STATUS_ERROR_BAD_REQUEST) return std::nullopt;
  return Error{code_of(status),
               answer.text(IPP_TAG_OPERATION, "status-message").value_or(ippErrorString(status))};
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace platen::intake::api
