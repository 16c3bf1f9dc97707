#include "flow/print_flow.h"

#include "flow/prepared_job.h"

#include <utility>

namespace platen::flow {

namespace {

Failure with_delivery(Delivered result) {
  Error error = std::move(result.error);
  if (!result.planned) return Failure(std::move(error));
  const Progress& done = result.report.delivered;
  if (result.begun && done.bytes_sent > 0)
    error.what += "; " + std::to_string(done.sides_sent) + " of " + std::to_string(done.sides) +
                  " sides had been sent";
  else // a file is given its name only when it is whole
    error.what += "; none of the job had been sent";
  return Failure(std::move(error));
}

} // namespace

Result<PrintReport> print(PrintRequest request, Cancel& cancel) {
  Delivery how(request.device_uri, cancel, cancel);
  how.deadlines = request.deadlines;
  how.progress = std::move(request.progress);
  how.report = std::move(request.device_report);
  PreparedJob job(std::move(static_cast<PrintJob&>(request)));
  Delivered result = job.deliver(how, {});
  if (result.fault != Delivered::Fault::none) return with_delivery(std::move(result));
  return std::move(result.report);
}

} // namespace platen::flow
