#include "flow/job_language.h"

#include "encode/pages/pages_language.h"
#include "filter/cups_language.h"

namespace platen::flow {

model::Ticket told_ticket(const PrintJob& job) {
  model::Ticket ticket = job.ticket;
  if (job.neutral_name.empty()) return ticket;
  ticket.job_name = job.neutral_name;
  ticket.user_name = "anonymous";
  ticket.host_name.clear();
  return ticket;
}

Result<std::unique_ptr<encode::Language>> job_language(const PrintJob& job) {
  if (job.filter.wanted()) return filter::make_cups_language(told_ticket(job), job.filter);
  if (job.driverless && job.ticket.managed_by != model::ColorManagement::printer)
    return fail(Errc::unsupported,
                "pages that go to this printer over IPP are sRGB, which it converts itself: choose "
                "color-management=printer, or connect it with socket://");
  if (job.driverless) return encode::make_pages(job.model, told_ticket(job));
  return encode::make_language(job.model, told_ticket(job));
}

} // namespace platen::flow
