#include "flow/job_language.h"

#include "encode/pages/pages_language.h"
#include "filter/cups_language.h"

namespace platen::flow {

Result<std::unique_ptr<encode::Language>> job_language(const PrintJob& job) {
  if (job.filter.wanted()) return filter::make_cups_language(job.ticket, job.filter);
  if (job.driverless && job.ticket.managed_by != model::ColorManagement::printer)
    return fail(Errc::unsupported,
                "pages that go to this printer over IPP are sRGB, which it converts itself: choose "
                "color-management=printer, or connect it with socket://");
  if (job.driverless) return encode::make_pages(job.model, job.ticket);
  return encode::make_language(job.model, job.ticket);
}

} // namespace platen::flow
