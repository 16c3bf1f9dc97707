#pragma once

#include "flow/print_flow.h"
#include "schedule/shared.h"

namespace platen::schedule {

// The job as the flow takes it: ticket from the job's options, which hold the printer's defaults as
// they were at its submission, documents opened; canceled documents are left out. Errc::unsupported
// when the printer's model is not known, Errc::invalid for options, Errc::not_found for documents.
Result<flow::PrintJob> make_print_job(const Shared& shared, const job::Printer& printer,
                                      const job::Job& job);
// The same without its documents, which need not be in the store yet.
Result<flow::PrintJob> make_settings(const Shared& shared, const job::Printer& printer,
                                     const job::Job& job);

// What a job is to be printed on, as the account has it. What cannot be told is left out: its turn
// will tell.
struct Stock {
  std::string paper; // empty: each page chooses
  bool color = false;
};
Stock stock_of(const Shared& shared, const job::Printer& printer, const job::Job& job);

// In which language of its model; empty: the model is not known.
std::string language_of(const Shared& shared, const job::Printer& printer, const job::Job& job);

// What a job that was printed has used: the pages that overrides named came out as they say, or the
// job would have failed.
model::Options used_options(const flow::PrintReport& report, const job::Job& job);

// Whether what was prepared for one is right for the other.
bool same_work(const job::Job& a, const job::Job& b);
bool same_device(const job::Printer& a, const job::Printer& b);

} // namespace platen::schedule
