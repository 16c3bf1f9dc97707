#pragma once

#include "intake/ipp/hold_times.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/job_template.h"
#include "job/job.h"

#include <optional>
#include <string>
#include <vector>

namespace platen::intake::ipp {

// Attributes of a request that steer a job rather than its pages.
struct JobSettings {
  std::optional<std::int32_t> priority;
  std::optional<std::string> hold_until, delay_until; // keyword or time of day
  std::optional<job::Time> hold_time, delay_time;     // job-hold-until-time, ...
  std::optional<std::string> retain_until;
  std::optional<job::Time> retain_time;
  std::optional<std::int32_t> retain_interval; // seconds after its end
  std::optional<std::string> account_id, accounting_user_id;
  std::string contradiction; // two of them say different things
};

// Reads one attribute; false: it is none of these. `refused` gets it when its value is not legal.
bool read_setting(ipp_attribute_t* attribute, job::Time now, const Calendar& calendar,
                  JobSettings& into, std::vector<NotTaken>& refused);
void check_settings(JobSettings& settings); // sets `contradiction`

// The later of hold and delay; nothing when neither is set.
std::optional<Hold> hold_of(const JobSettings& settings, job::Time now, const Calendar& calendar);

// Into a record; its state is settled afterwards.
void apply_settings(const JobSettings& settings, job::Time now, const Calendar& calendar,
                    job::Job& job);

std::vector<std::string> setting_names(); // all that read_setting() reads

} // namespace platen::intake::ipp
