#include "schedule/print_job.h"

#include "schedule/maintenance.h"
#include "schedule/verdict.h"

#include <algorithm>
#include <array>

#include <unistd.h>

namespace platen::schedule {

namespace {

// The printer's defaults are among the job's options since its submission: what they are by now is
// for jobs that are still to come.
model::Options options_of(const job::Job& job) {
  model::Options options; // the last one of a name counts
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

using Content = std::shared_ptr<const Buffer>;

// Of the library, by its digest.
Result<Content> content(const std::function<Result<Buffer>(const std::string&)>& library,
                        const std::string& sha256, const std::string& what) {
  if (!library) return fail(Errc::invalid, "there is no " + what + " here");
  auto bytes = library(sha256);
  // Lost or damaged, it can be added again: that is no fault of the job's documents.
  if (!bytes && !lacks_resources(bytes.error().code))
    return fail(Errc::invalid, std::move(bytes).error().message());
  if (!bytes) return Failure(std::move(bytes).error());
  return std::make_shared<const Buffer>(*std::move(bytes));
}

Result<void> add_profile(const Shared& shared, flow::PrintJob& work) {
  const model::ProfileName& name = *work.ticket.profile;
  TRY(work.profile, content(shared.options.profile, name.sha256, "profile \"" + name.name + "\""));
  return {};
}

Result<void> add_letterheads(const Shared& shared, flow::PrintJob& work) {
  const auto& office = work.ticket.office;
  const auto& library = shared.options.letterhead;
  if (!office.underlay.empty()) {
    TRY(work.underlay, content(library, office.underlay, "letterhead for page-underlay"));
  }
  if (!office.overlay.empty()) {
    TRY(work.overlay, content(library, office.overlay, "letterhead for page-overlay"));
  }
  return {};
}

// What the administrator has set for the printer; no option of a job comes here.
Result<void> add_filter(const job::Printer& printer, const job::Job& job, flow::PrintJob& work) {
  if (printer.filter.empty()) return {};
  filter::Setup& setup = work.filter;
  setup.program = printer.filter;
  setup.ppd = printer.filter_ppd;
  setup.options = printer.filter_options;
  setup.printer = printer.name;
  setup.job = static_cast<std::int64_t>(job.id);
  return filter::check(setup);
}

} // namespace

Result<flow::PrintJob> make_settings(const Shared& shared, const job::Printer& printer,
                                     const job::Job& job) {
  const auto model = shared.model(printer);
  if (!model) return fail(Errc::unsupported, model.error().what);
  TRY(auto ticket, model::make_ticket(**model, options_of(job)));
  ticket.job_name = job.name;
  ticket.user_name = job.user;
  ticket.host_name = job.host;
  flow::PrintJob work(**model, std::move(ticket));
  work.keeps = *model;
  if (work.ticket.managed_by == model::ColorManagement::platen) TRY_VOID(add_profile(shared, work));
  TRY_VOID(add_letterheads(shared, work));
  work.driverless = transport::is_driverless(printer.device_uri);
  TRY_VOID(add_filter(printer, job, work));
  work.limits = shared.options.limits;
  work.spares = shared.options.spares;
  if (job.confidential) work.neutral_name = "Job " + std::to_string(job.id);
  work.sheets_done = job.sheets_done;
  work.created = job.created;
  work.workers = std::max<std::size_t>(1, *shared.options.workers.get());
  return work;
}

Result<flow::PrintJob> make_print_job(const Shared& shared, const job::Printer& printer,
                                      const job::Job& job) {
  TRY(flow::PrintJob work, make_settings(shared, printer, job));
  if (!job.has_document_to_print()) return fail(Errc::not_found, "the job has no document");
  for (const job::Document& document : job.documents) {
    if (!document.canceled.empty()) continue;
    auto file = shared.store.open_document(job.id, document.number);
    // What passes (no descriptors left, a disk that does not answer) shall not cost the job.
    if (!file && lacks_resources(file.error().code)) return Failure(std::move(file).error());
    if (!file) return fail(Errc::not_found, std::move(file).error().what);
    if (document.format == maintenance_format) {
      TRY(work.maintenance, read_function(*file));
      return work;
    }
    work.documents.push_back(*std::move(file));
  }
  return work;
}

Stock stock_of(const Shared& shared, const job::Printer& printer, const job::Job& job) {
  const auto model = shared.model(printer);
  if (!model) return {};
  const auto ticket = model::make_ticket(**model, options_of(job));
  if (!ticket) return {};
  return {ticket->media ? ticket->media->name : "",
          (*model)->color && ticket->color_mode != model::ColorMode::monochrome};
}

std::string language_of(const Shared& shared, const job::Printer& printer, const job::Job& job) {
  const auto model = shared.model(printer);
  if (!model) return {};
  const auto ticket = model::make_ticket(**model, options_of(job));
  return ticket && !ticket->language.empty() ? ticket->language : (*model)->language;
}

model::Options used_options(const flow::PrintReport& report, const job::Job& job) {
  model::Options used = report.actual;
  for (const auto& option : job.options)
    if (option.first == "overrides") used.push_back(option);
  return used;
}

bool same_work(const job::Job& a, const job::Job& b) {
  const auto same_document = [](const job::Document& one, const job::Document& other) {
    return one.canceled == other.canceled;
  };
  return a.id == b.id && a.options == b.options && a.copies == b.copies && a.name == b.name &&
         a.user == b.user && a.host == b.host && a.sheets_done == b.sheets_done &&
         std::equal(a.documents.begin(), a.documents.end(), b.documents.begin(), b.documents.end(),
                    same_document);
}

bool same_device(const job::Printer& a, const job::Printer& b) {
  return a.model == b.model && a.not_fitted == b.not_fitted && a.device_uri == b.device_uri &&
         a.filter == b.filter && a.filter_ppd == b.filter_ppd &&
         a.filter_options == b.filter_options;
}

} // namespace platen::schedule
