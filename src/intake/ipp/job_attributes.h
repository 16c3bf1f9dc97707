#pragma once

#include "intake/ipp/operation.h"
#include "intake/ipp/requested.h"

namespace platen::intake::ipp {

// Other people's jobs may be seen at all (Policy::others_see_jobs); with who sent them and what
// they are called (job_privacy.h).
bool may_see(const Call& call, const job::Job& job);
bool may_see_names(const Call& call, const job::Job& job);

struct JobField;
class JobPrivacy;

// Writes the attributes of one job after another into the answer of a call, each as a job group.
class JobWriter {
public:
  JobWriter(Call& call, const Requested& requested);
  void add(const job::Job& job);
  // number-of-intervening-jobs of the next job, where the caller knows it.
  void set_intervening(std::int32_t count) { intervening_ = count; }

private:
  void add_template(const job::Job& job, const JobPrivacy& privacy);
  void add_actuals(const job::Job& job, const model::Model& model, const JobPrivacy& privacy);

  Call& call_;
  const Requested& requested_;
  std::vector<const JobField*> fields_; // those that are wanted
  bool template_ = false, actuals_ = false;
  bool begun_ = false;
  std::int32_t intervening_ = -1;
};

// job-id, job-uri, job-state, ...: what operations that make or change a job answer.
void add_job_status(Call& call, const job::Job& job);

// printer-up-time now, and at a moment of the wall clock that has been (up_time.h).
std::int32_t up_time(const Call& call);
std::int32_t past_up_time(const Call& call, job::Time time);

// The effective settings of a job as "-actual" attributes (PWG 5100.8).
model::Options actual_options(const model::Model& model, const job::Job& job);

const model::Model* model_of(const Call& call, job::PrinterId printer);

} // namespace platen::intake::ipp
