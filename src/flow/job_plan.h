#pragma once

#include "encode/language.h"
#include "flow/print_flow.h"
#include "flow/side_maker.h"

#include <memory>
#include <set>
#include <span>
#include <vector>

namespace platen::flow {

using Documents = std::vector<std::unique_ptr<render::Document>>;

// What becomes of the pages of a job on one device: every side of one set, in order.
struct JobPlan {
  model::Model model;             // with the margins that the device itself gave
  model::Ticket ticket;           // with the resolution that the device takes
  std::vector<Side> sides;        // Side::plan.page counts within its document
  std::int32_t sets = 1;          // how often all sides are sent
  std::vector<std::string> notes; // for people: what the device made necessary

  Progress nothing_sent() const; // the totals
};

// A page of one of the documents, both counted from 0.
struct PageOf {
  std::int32_t document = 0, page = 0;
  auto operator<=>(const PageOf&) const = default;
};

// `language` tells what the device has said about itself. Where the ticket asks for a job sheet,
// the last of the documents is that (flow/job_sheet.h). The pages of `left_out` are not printed.
// Errors: those of layout::plan.
Result<JobPlan> plan_job(const Documents& documents, const model::Model& model,
                         const model::Ticket& ticket, const encode::Language& language,
                         const std::set<PageOf>& left_out = {});

// Whether payloads that were made for one plan are right for the other.
bool same_payloads(const JobPlan& a, const JobPlan& b);

// PrintReport::actual of a job that was printed so.
std::vector<std::pair<std::string, std::string>> actual_options(const JobPlan& plan);

} // namespace platen::flow
