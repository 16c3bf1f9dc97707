#pragma once

#include "intake/ipp/job_template.h"
#include "job/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

// What clients have asked of a job. A job keeps its recipe as it was when the job was accepted: its
// settings are in Job::attributes, in a group behind the attributes that clients are shown, so that
// a later change of the recipe, or its end, is for jobs that are still to come.
struct Accepted {
  std::string recipe;      // its name; empty: none
  model::Options settings; // what the recipe said
  model::Options asked;    // beside it; goes before it

  model::Options all() const; // each name once
};

// What the model does not have (the job moves) is left out.
Accepted read_accepted(const model::Model& model, const std::string& attributes);
// As Job::attributes: `shown` is a message with one job group, or with nothing.
std::string encode_accepted(const model::Model& model, const Accepted& accepted,
                            const platen::ipp::Message& shown);

// The options that `job` has from other sources than its clients, the printer's defaults at its
// acceptance, for settling it anew: without those of `dropped`, for which the printer's present
// defaults stand.
model::Options accepted_defaults(const model::Model& model, const job::Job& job,
                                 const model::Options& printer_defaults,
                                 const std::vector<std::string>& dropped);
// Of these options the first that the model does not have any more; where it was lost is in the
// words.
Result<void> check_still_there(const model::Model& model, const model::Options& options);

// The values of `with` in the place of those of the same names.
void overlay(model::Options& options, const model::Options& with);
bool has_option(const model::Options& options, std::string_view name);

} // namespace platen::intake::ipp
