#include "schedule/print_job.h"

#include "schedule/maintenance.h"

#include <algorithm>
#include <array>

#include <unistd.h>

namespace platen::schedule {

namespace {

model::Options options_of(const job::Printer& printer, const job::Job& job) {
  model::Options options = printer.defaults; // the last one of a name counts
  if (job.copies > 1) options.emplace_back("copies", std::to_string(job.copies));
  options.insert(options.end(), job.options.begin(), job.options.end());
  return options;
}

Result<std::string> read_function(const UniqueFd& file) {
  std::array<char, 64> text{};
  const ssize_t got = ::read(file.get(), text.data(), text.size());
  if (got <= 0) return fail(Errc::not_found, "the job does not say what is to be done");
  return std::string(text.data(), static_cast<std::size_t>(got));
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
  work.workers = std::max<std::size_t>(1, shared.options.workers);
  if (job.documents.empty()) return fail(Errc::not_found, "the job has no document");
  for (const job::Document& document : job.documents) {
    auto file = shared.store.open_document(job.id, document.number);
    if (!file) return fail(Errc::not_found, std::move(file).error().what);
    if (document.format == maintenance_format) {
      TRY(work.maintenance, read_function(*file));
      return work;
    }
    work.documents.push_back(*std::move(file));
  }
  return work;
}

bool same_work(const job::Job& a, const job::Job& b) {
  return a.id == b.id && a.options == b.options && a.copies == b.copies && a.name == b.name &&
         a.user == b.user && a.host == b.host && a.documents.size() == b.documents.size();
}

bool same_device(const job::Printer& a, const job::Printer& b) {
  return a.model == b.model && a.device_uri == b.device_uri && a.defaults == b.defaults;
}

} // namespace platen::schedule
