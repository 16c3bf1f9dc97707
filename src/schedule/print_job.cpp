#include "schedule/print_job.h"

#include <algorithm>

namespace platen::schedule {

namespace {

model::Options options_of(const job::Printer& printer, const job::Job& job) {
  model::Options options = printer.defaults; // the last one of a name counts
  if (job.copies > 1) options.emplace_back("copies", std::to_string(job.copies));
  options.insert(options.end(), job.options.begin(), job.options.end());
  return options;
}

} // namespace

Result<flow::PrintJob> make_print_job(const Shared& shared, const job::Printer& printer,
                                      const job::Job& job) {
  const auto model = model::find_model(shared.models, printer.model);
  if (!model) return fail(Errc::unsupported, model.error().what);
  TRY(auto ticket, model::make_ticket(**model, options_of(printer, job)));
  ticket.job_name = job.name;
  ticket.user_name = job.user;
  ticket.host_name = job.host;
  flow::PrintJob work(**model, std::move(ticket));
  work.driverless = transport::is_driverless(printer.device_uri);
  work.sheets_done = job.sheets_done;
  work.workers = std::max<std::size_t>(1, shared.options.workers);
  if (job.documents.empty()) return fail(Errc::not_found, "the job has no document");
  for (const job::Document& document : job.documents) {
    auto file = shared.store.open_document(job.id, document.number);
    if (!file) return fail(Errc::not_found, std::move(file).error().what);
    work.documents.push_back(*std::move(file));
  }
  return work;
}

bool same_work(const job::Job& a, const job::Job& b) {
  return a.id == b.id && a.options == b.options && a.copies == b.copies && a.name == b.name &&
         a.user == b.user && a.host == b.host && a.sheets_done == b.sheets_done &&
         a.documents.size() == b.documents.size();
}

bool same_device(const job::Printer& a, const job::Printer& b) {
  return a.model == b.model && a.device_uri == b.device_uri && a.defaults == b.defaults;
}

} // namespace platen::schedule
