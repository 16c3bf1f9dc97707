#pragma once

#include "intake/api/call.h"
#include "intake/ipp/service.h"
#include "wire/ipp/records.h"

#include <cstdint>
#include <string>

namespace platen::intake::api {

using Json = platen::ipp::Json;

// What printing is asked for through the IPP service, in this process: so the REST interface has
// its rules, its limits and its promises, and no second set of them.
class IppDesk {
public:
  explicit IppDesk(ipp::Service& service) : service_(service) {}

  // Requests whose target is a printer, a job, or the system, in the name of who calls.
  platen::ipp::Message to_printer(const Call& call, ipp_op_t operation,
                                  const std::string& printer) const;
  platen::ipp::Message to_job(const Call& call, ipp_op_t operation, std::int32_t job) const;
  // All printers at once, where an operation has that.
  platen::ipp::Message to_all_printers(const Call& call, ipp_op_t operation) const;
  platen::ipp::Message to_system(const Call& call, ipp_op_t operation) const;

  // The answer. An Error where its status is one, in the words of the service.
  Result<platen::ipp::Message> ask(const Call& call, const platen::ipp::Message& request,
                                   UniqueFd document = {}) const;

private:
  ipp::Service& service_;
};

// The Error of an answer whose status is one.
std::optional<Error> error_of(const platen::ipp::Message& answer);

// What is no UTF-8 is replaced.
std::string dumped(const Json& json);

} // namespace platen::intake::api
